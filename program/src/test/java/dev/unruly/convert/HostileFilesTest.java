package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that are not as files should be.
final class HostileFilesTest {

    private static final String LINE =
            "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 20\n";

    @TempDir private Path folder;

    private static Read read(List<String> names) throws IOException {
        return Read.files("", names, InputStream.nullInputStream());
    }

    private static Read read(Path... files) throws IOException {
        return read(List.of(files).stream().map(Path::toString).toList());
    }

    private Path log(String name, int lines) throws IOException {
        return Files.writeString(folder.resolve(name), LINE.repeat(lines));
    }

    /// Does something once, at the first request.
    private static final class Meanwhile implements Witness {
        private final Runnable what;
        private long hits;

        Meanwhile(Runnable what) {
            this.what = what;
        }

        @Override
        public void hit(Hit hit) {
            hits++;
            if (hits == 1) {
                what.run();
            }
        }

        @Override
        public void span(Span span) {}

        @Override
        public void arrival(long atMillis) {}

        @Override
        public void arrivals(long fromMillis, long periodMillis, long count) {}
    }

    private static long read(Path file, Runnable meanwhile) throws IOException {
        var witness = new Meanwhile(meanwhile);
        new Evidence("", Optional.empty(), Read.NOW)
                .read(List.of(file.toString()), InputStream.nullInputStream(), witness);
        return witness.hits;
    }

    @Test
    void aFileThatGrowsIsReadAsFarAsItWentAtFirst() throws IOException {
        Path log = log("grows.log", 100_000);
        long hits =
                read(
                        log,
                        () -> {
                            try {
                                Files.writeString(
                                        log, LINE.repeat(100_000), StandardOpenOption.APPEND);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        assertThat(hits).isEqualTo(100_000);
    }

    @Test
    void aFileThatIsDeletedOrCutIsReadAsFarAsItIsThere() throws IOException {
        Path deleted = log("deleted.log", 100_000);
        assertThat(
                        read(
                                deleted,
                                () -> {
                                    try {
                                        Files.delete(deleted);
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }))
                .isEqualTo(100_000);
        Path cut = log("cut.log", 100_000);
        assertThat(
                        read(
                                cut,
                                () -> {
                                    try {
                                        Files.writeString(cut, "");
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                }))
                .isBetween(1L, 99_999L);
    }

    @Test
    void manyFiles() throws IOException {
        manyFiles(300);
    }

    @Test
    @Tag("nightly")
    void tenThousandFiles() throws IOException {
        manyFiles(10_000);
    }

    private void manyFiles(int count) throws IOException {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add(log("%05d.log".formatted(i), 1).toString());
        }
        Read named = read(names);
        assertThat(named.reading().taken()).isEqualTo(count);
        assertThat(named.reading().formats()).hasSize(count);
        assertThat(Evidence.files(List.of(folder.toString()))).isEqualTo(names);
    }

    @Test
    void emptyFilesAreNothingAndFoldersWithoutFilesAreNamed() throws IOException {
        Path empty = log("empty.log", 0);
        Read read = read(empty, log("a.log", 2));
        assertThat(read.reading().taken()).isEqualTo(2);
        assertThat(read.reading().formats()).first().asString().endsWith("empty.log: empty");

        Path none = Files.createDirectory(folder.resolve("none"));
        assertThatThrownBy(() -> read(none)).hasMessage(none + ": there is no such file");
        assertThatThrownBy(() -> read(List.of("no\u001b[31m")))
                .hasMessage("no\\x1B[31m: this is no name of files");
        assertThatThrownBy(() -> read(List.of("a\0b")))
                .hasMessage("a\\x00b: this is no name of files");
    }

    @Test
    @Timeout(20)
    void aNamedPipeIsRead() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        Files.writeString(pipe, LINE.repeat(5_000));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(read(pipe).reading().taken()).isEqualTo(5_000);
    }

    /// Linux gives no more of a process's memory than is there: reading its beginning fails.
    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path memory = Path.of("/proc/self/mem");
        Assumptions.assumeTrue(Files.exists(memory));
        assertThatThrownBy(() -> read(memory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/proc/self/mem cannot be read: ");

        Path denied = log("denied.log", 1);
        Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(denied)) {
            assertThatThrownBy(() -> read(denied)).isInstanceOf(AccessDeniedException.class);
        }
    }
}

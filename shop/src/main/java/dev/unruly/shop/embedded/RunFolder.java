package dev.unruly.shop.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where one run of the shop keeps its data. Its lock, a file beside it, is held as long as the
/// shop lives; a folder whose lock is free was left by a shop that was killed, and is cleared away
/// by the next one, with whatever still runs in it.
public final class RunFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path path;
    private final FileChannel lockFile;

    private RunFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// The folder of this user's runs, in the system's temporary folder.
    public static Path home() {
        String name = "unruly-shop-" + System.getProperty("user.name", "nobody");
        return Path.of(System.getProperty("java.io.tmpdir"), name);
    }

    /// Clears away what killed runs have left in a folder of runs, and makes a folder for a new
    /// one.
    public static RunFolder create(Path home) throws IOException {
        ours(home);
        clearStale(home);
        Path lock = Files.createTempFile(home, "run-", LOCK);
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw new IOException("somebody else has locked " + lock);
        }
        String name = lock.getFileName().toString();
        Path path = home.resolve(name.substring(0, name.length() - LOCK.length()));
        Files.createDirectory(path);
        return new RunFolder(path, channel);
    }

    /// Makes sure that nobody else has put a folder of that name there.
    private static void ours(Path home) throws IOException {
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    home,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path probe = Files.createTempFile("unruly-shop", ".probe");
        try {
            if (!Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))) {
                throw new IOException(home + " belongs to somebody else");
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static void clearStale(Path home) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(home)) {
            folders = all.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            Path lock = lockOf(folder);
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                if (free != null) {
                    endWhatRunsIn(folder);
                    delete(folder);
                    Files.deleteIfExists(lock);
                }
            } catch (OverlappingFileLockException _) {
                // Another shop in this very process lives there: not stale.
            }
        }
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static void endWhatRunsIn(Path folder) throws IOException {
        for (Path pidFile : List.of(folder.resolve(Postgres.PID), folder.resolve(Redis.PID))) {
            Optional<ProcessHandle> left = firstLine(pidFile).flatMap(RunFolder::process);
            // The number may have gone to another process since.
            if (left.isPresent() && speaksOf(left.get(), folder)) {
                left.get().destroyForcibly();
                left.get().onExit().join();
            }
        }
    }

    private static Optional<ProcessHandle> process(String pid) {
        return pid.matches("[1-9][0-9]{0,17}")
                ? ProcessHandle.of(Long.parseLong(pid))
                : Optional.empty();
    }

    private static boolean speaksOf(ProcessHandle process, Path folder) {
        ProcessHandle.Info info = process.info();
        return Stream.of(info.command(), info.commandLine())
                .flatMap(Optional::stream)
                .anyMatch(text -> text.contains(folder.toString()));
    }

    static Optional<String> firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
        Files.deleteIfExists(lockOf(path));
        lockFile.close();
    }
}

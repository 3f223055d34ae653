package dev.unruly.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.judge.Cast;
import dev.unruly.judge.Ledger;
import dev.unruly.judge.Stories;
import dev.unruly.judge.Story;
import dev.unruly.model.Mark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was written down is read back: all of it, or up to where it was damaged.
final class JournalTest {

    @TempDir private Path folder;

    @Test
    void everyChronicleIsReadBackAsItWasTold() {
        Forall.check(
                300,
                11,
                draw -> {
                    try {
                        roundTrip(draw);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private void roundTrip(Draw draw) throws IOException {
        var told = new Told();
        var out = new ByteArrayOutputStream();
        try (Journal journal = Journal.on(Channels.newChannel(out))) {
            for (var one : draw.list(12, Chronicles::any)) {
                one.accept(journal);
                one.accept(told);
                if (draw.coin()) {
                    journal.flush();
                }
            }
        }
        var read = new Told();
        var found = read(out.toByteArray(), read);
        assertThat(read.all).isEqualTo(told.all);
        assertThat(found.whole()).isTrue();
        assertThat(found.damage()).isEmpty();
    }

    @Test
    void aRunThatIsKilledAtAnyByteIsReadUpToItsLastWholeFrame() throws IOException {
        byte[] whole = threeFrames();
        int frames = -1;
        for (int length = Journal.MAGIC.length; length <= whole.length; length++) {
            var told = new Told();
            var found = read(Arrays.copyOf(whole, length), told);
            assertThat(found.frames()).isGreaterThanOrEqualTo(Math.max(0, frames));
            assertThat(told.all).hasSize((int) found.frames());
            frames = (int) found.frames();
            boolean atAnEnd = found.whole();
            assertThat(found.damage().isEmpty()).isEqualTo(atAnEnd);
        }
        assertThat(frames).isEqualTo(3);
    }

    @Test
    void aFileThatIsNotAJournalIsRefused() throws IOException {
        byte[] whole = threeFrames();
        for (int length = 0; length < Journal.MAGIC.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part, new Told()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not a journal of a version that can be read");
        }
        assertThatThrownBy(() -> JournalReader.read(folder.resolve("nowhere"), new Told()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void noFlippedBitIsTakenForAMeasurement() throws IOException {
        byte[] whole = threeFrames();
        var told = new Told();
        read(whole, told);
        for (int bit = 8 * Journal.MAGIC.length; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            var read = new Told();
            var found = read(flipped, read);
            assertThat(found.whole()).as("bit %d", bit).isFalse();
            assertThat(found.damage()).isNotEmpty();
            assertThat(read.all).isEqualTo(told.all.subList(0, (int) found.frames()));
        }
    }

    @Test
    void aFullDiskEndsTheJournalAndNotTheRun() throws IOException {
        var disk = new Disk(1_000);
        Journal journal = Journal.on(disk);
        for (int i = 0; i < 100; i++) {
            journal.mark(new Mark.Note("note number " + i, i));
        }

        assertThat(journal.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem)
                                .isEqualTo(
                                        "the journal could not be written any further: No"
                                                + " space left on device"));
        journal.close();
        var told = new Told();
        var found = read(disk.kept.toByteArray(), told);
        assertThat(found.whole()).isFalse();
        assertThat(found.damage()).isEqualTo("the last frame was not written to its end");
        assertThat(told.all)
                .hasSizeBetween(20, 99)
                .first()
                .isEqualTo(new Mark.Note("note number 0", 0));
    }

    @Test
    void aJournalIsNeverWrittenOverAnother() throws IOException {
        Journal.begin(folder).close();

        assertThatThrownBy(() -> Journal.begin(folder))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aMarkIsOnDiskAtOnceAndTheRestWithTheNextFlush() throws IOException {
        try (Journal journal = Journal.begin(folder)) {
            journal.mark(new Mark.Note("first", 1));
            var told = new Told();
            assertThat(JournalReader.read(folder, told).frames()).isEqualTo(1);
            assertThat(told.all).hasSize(1);
        }
    }

    @Test
    void aRunReadBackIsJudgedAsItWasWhileItRan() throws IOException {
        Story story = Stories.metastable(Cast.stall(20), 20);
        try (Journal journal = Journal.begin(folder)) {
            story.tell(journal);
        }
        var ledger = new Ledger(story.experiment());
        var found = JournalReader.read(folder, ledger);

        assertThat(found.whole()).isTrue();
        assertThat(story.judge().conclude(ledger, story.header())).isEqualTo(story.result());
    }

    private static byte[] threeFrames() throws IOException {
        var out = new ByteArrayOutputStream();
        try (Journal journal = Journal.on(Channels.newChannel(out))) {
            for (String text : List.of("one", "two", "three")) {
                journal.mark(new Mark.Note(text, 1_000_000_000L * text.length()));
            }
        }
        return out.toByteArray();
    }

    private JournalReader.Found read(byte[] bytes, Told told) throws IOException {
        Files.write(folder.resolve(Journal.FILE), bytes);
        return JournalReader.read(folder, told);
    }

    /// A disk with room for so many bytes.
    private static final class Disk implements WritableByteChannel {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private int room;

        Disk(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            int size = Math.min(room, from.remaining());
            byte[] bytes = new byte[size];
            from.get(bytes);
            kept.writeBytes(bytes);
            room -= size;
            return size;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

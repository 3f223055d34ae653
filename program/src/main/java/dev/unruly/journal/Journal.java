package dev.unruly.journal;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Visit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Writes down what a run measures, in frames that are only ever appended: a run that is killed can
/// be read up to its last frame, so up to its last second.
///
/// A file begins with [#MAGIC]; a frame is the length of its records (4 bytes, big endian), their
/// CRC-32C, and the records. A disk that is full does not end a run: writing ends, and [#problem]
/// says so. One thread at a time; never a loop's.
public final class Journal implements Chronicle, AutoCloseable {

    /// The name of a journal in a run's folder.
    public static final String FILE = "journal.bin";

    static final byte[] MAGIC = "unruly journal 1\n".getBytes(StandardCharsets.US_ASCII);
    static final int LARGEST_FRAME = 1 << 26;
    private static final int FULL = 1 << 20;

    private final Ink ink = new Ink();
    private final WritableByteChannel file;
    private String problem = "";

    private Journal(WritableByteChannel file) {
        this.file = file;
    }

    /// Begins a journal anywhere.
    static Journal on(WritableByteChannel file) throws IOException {
        var journal = new Journal(file);
        journal.writeFully(ByteBuffer.wrap(MAGIC));
        return journal;
    }

    /// Begins a journal in a folder.
    ///
    /// @throws IOException if it cannot be created, also because there is one already
    public static Journal begin(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve(FILE),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
        try {
            return on(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void visits(Visit visit) {
        Records.write(ink, visit);
        flushIfFull();
    }

    @Override
    public void wishes(Intention intention) {
        Records.write(ink, intention);
        flushIfFull();
    }

    @Override
    public void requested(Observation observation) {
        Records.write(ink, observation);
        flushIfFull();
    }

    @Override
    public void concluded(Conclusion conclusion) {
        Records.write(ink, conclusion);
        flushIfFull();
    }

    @Override
    public void dependency(DependencySecond second) {
        Records.write(ink, second);
        flushIfFull();
    }

    @Override
    public void guarded(GuardSecond second) {
        Records.write(ink, second);
        flushIfFull();
    }

    @Override
    public void routed(RouteSecond second) {
        Records.write(ink, second);
        flushIfFull();
    }

    @Override
    public void generator(GeneratorSecond second) {
        Records.write(ink, second);
        flushIfFull();
    }

    @Override
    public void mark(Mark mark) {
        Records.write(ink, mark);
        flush();
    }

    private void flushIfFull() {
        if (ink.size() >= FULL) {
            flush();
        }
    }

    /// Hands what was written to the operating system, as one frame. To be called every second.
    public void flush() {
        if (ink.size() == 0) {
            return;
        }
        if (problem.isEmpty()) {
            var crc = new CRC32C();
            crc.update(ink.array(), 0, ink.size());
            ByteBuffer frame = ByteBuffer.allocate(8 + ink.size());
            frame.putInt(ink.size()).putInt((int) crc.getValue()).put(ink.array(), 0, ink.size());
            try {
                writeFully(frame.flip());
            } catch (IOException e) {
                problem = "the journal could not be written any further: " + e.getMessage();
            }
        }
        ink.clear();
    }

    /// Why writing has ended early; empty: it has not.
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }
}

package dev.unruly.learn;

import dev.unruly.learn.Step.Ending;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Walks in a file in the order in which they came, to be gone through again and again: some 40
/// bytes a step. Read by who wrote it; it is no format for others.
final class WalkFile implements Walks {

    private static final int BUFFER = 1 << 16;
    private static final int END = -1;
    private static final List<Ending> ENDINGS = List.of(Ending.values());

    private final Path file;

    private WalkFile(Path file) {
        this.file = file;
    }

    /// Writes one.
    static final class Writing implements Consumer<Walk>, AutoCloseable {
        private final Path file;
        private final DataOutputStream out;

        Writing(Path file) throws IOException {
            this.file = file;
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        /// @throws UncheckedIOException if the disk is full
        @Override
        public void accept(Walk walk) {
            try {
                write(walk, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// All of them are written.
        WalkFile ended() throws IOException {
            out.writeInt(END);
            out.flush();
            return new WalkFile(file);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static void write(Walk walk, DataOutputStream out) throws IOException {
        out.writeInt(walk.steps().size());
        out.writeInt(walk.region());
        out.writeLong(walk.startMillis());
        for (Step step : walk.steps()) {
            out.writeInt(step.state());
            out.writeInt(step.item());
            out.writeLong(step.atMillis());
            out.writeDouble(step.thinkSeconds());
            out.writeDouble(step.tookSeconds());
            out.writeByte(ENDINGS.indexOf(step.ending()));
            out.writeInt(step.tries().size());
            for (Step.Try again : step.tries()) {
                out.writeDouble(again.gapSeconds());
                out.writeInt(again.afterStatus());
                out.writeDouble(again.afterTookSeconds());
                out.writeBoolean(again.afterLeft());
            }
        }
    }

    @Override
    public void each(Consumer<Walk> to) {
        try (var in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            for (int steps = in.readInt(); steps != END; steps = in.readInt()) {
                to.accept(read(steps, in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Walk read(int count, DataInputStream in) throws IOException {
        int region = in.readInt();
        long startMillis = in.readLong();
        var steps = new ArrayList<Step>(count);
        for (int i = 0; i < count; i++) {
            int state = in.readInt();
            int item = in.readInt();
            long atMillis = in.readLong();
            double think = in.readDouble();
            double took = in.readDouble();
            Ending ending = ENDINGS.get(in.readByte());
            steps.add(new Step(state, item, atMillis, think, took, ending, tries(in)));
        }
        return new Walk(region, startMillis, steps);
    }

    private static List<Step.Try> tries(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count == 0) {
            return List.of();
        }
        var tries = new ArrayList<Step.Try>(count);
        for (int i = 0; i < count; i++) {
            tries.add(
                    new Step.Try(in.readDouble(), in.readInt(), in.readDouble(), in.readBoolean()));
        }
        return tries;
    }
}

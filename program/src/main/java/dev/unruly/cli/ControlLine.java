package dev.unruly.cli;

import dev.unruly.gateway.Frames;
import dev.unruly.gateway.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// One end of a control connection: a thread that reads and one that writes, so that whoever tells
/// something never waits. Any thread may use it.
final class ControlLine implements Outlet {

    private static final int MOST_WAITING = 256;
    private static final int READ_BYTES = 1 << 14;

    private final SocketChannel channel;
    private final Ear ear;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread reader;
    private final Thread writer;

    /// Hears what comes, on the reading thread.
    interface Ear {
        /// The body of a frame. As long as this does not return, no more is read.
        ///
        /// @throws IllegalArgumentException if that is nonsense; the connection is then ended
        void heard(byte[] body) throws InterruptedException;

        /// The connection is over. Comes once, last.
        ///
        /// @param nonsense what could not be understood; empty: the other side has ended, or we
        void over(String nonsense);
    }

    ControlLine(SocketChannel channel, Ear ear) {
        this.channel = channel;
        this.ear = ear;
        this.reader = Thread.ofPlatform().daemon().name("unruly-control-in").unstarted(this::read);
        this.writer =
                Thread.ofPlatform().daemon().name("unruly-control-out").unstarted(this::write);
    }

    /// Begins to read and to write.
    void start() {
        reader.start();
        writer.start();
    }

    @Override
    public int room() {
        return waiting.remainingCapacity();
    }

    @Override
    public boolean send(byte[] frame) {
        return !channel.isOpen() || waiting.offer(frame);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Then it is closed all the same, and the reading thread finds out.
            reader.interrupt();
        }
        writer.interrupt();
    }

    private void read() {
        String nonsense = "";
        try {
            nonsense = readToEnd();
        } finally {
            close();
            ear.over(nonsense);
        }
    }

    private String readToEnd() {
        var frames = new Frames();
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        try {
            while (channel.read(buffer) >= 0) {
                frames.add(buffer.array(), buffer.position());
                buffer.clear();
                for (Optional<byte[]> body = frames.next();
                        body.isPresent();
                        body = frames.next()) {
                    ear.heard(body.get());
                }
            }
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException | InterruptedException gone) {
            return "";
        }
    }

    private void write() {
        try {
            while (channel.isOpen()) {
                ByteBuffer frame = ByteBuffer.wrap(waiting.take());
                while (frame.hasRemaining()) {
                    channel.write(frame);
                }
            }
        } catch (IOException | InterruptedException gone) {
            close();
        }
    }
}

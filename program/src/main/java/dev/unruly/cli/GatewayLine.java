package dev.unruly.cli;

import dev.unruly.gateway.ControlBytes;
import dev.unruly.gateway.FromGateway;
import dev.unruly.gateway.FromRun;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to a gateway that is another process. Questions are asked by one thread at a time;
/// what the gateway tells unasked is passed on from the reading thread.
final class GatewayLine implements AutoCloseable {

    /// A gateway that does not answer for so long hangs.
    static final long PATIENCE_NANOS = 2_000_000_000L;

    /// How often it is looked, while waiting for an answer, whether there can still be one.
    private static final long LOOK_NANOS = 20_000_000L;

    /// How often the clocks are compared; the quickest answer counts.
    private static final int COMPARISONS = 8;

    private final ControlLine line;
    private final BlockingQueue<FromGateway> answers = new ArrayBlockingQueue<>(16);
    private volatile FromGateway.@Nullable Serving serving;
    private long aheadNanos;
    private volatile boolean comparing;
    private volatile long heardNanos;
    private boolean over;
    private @Nullable Told told;

    /// Told what comes unasked.
    interface Told {
        void told(FromGateway message);

        /// The gateway is gone. Comes at most once.
        void gone(String why);
    }

    private GatewayLine(SocketChannel channel) {
        this.line = new ControlLine(channel, new Ear());
        this.heardNanos = System.nanoTime();
    }

    /// Connects to a gateway and hears what it serves; empty if none lives there, or it does not
    /// speak as we do. What a dead gateway left behind is removed.
    static Optional<GatewayLine> connect(Path socket) throws InterruptedException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException dead) {
            remove(socket);
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
        var connected = new GatewayLine(channel);
        connected.line.start();
        Optional<FromGateway.Serving> serving = connected.answer(FromGateway.Serving.class);
        if (serving.isEmpty()) {
            connected.close();
            return Optional.empty();
        }
        connected.serving = serving.get();
        return Optional.of(connected);
    }

    private static void remove(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            System.err.println("unruly: " + socket + " is left over and cannot be removed: " + e);
        }
    }

    FromGateway.Serving serving() {
        if (serving == null) {
            throw new IllegalStateException("it has not been heard yet");
        }
        return serving;
    }

    /// What comes of the wish to hold a gateway.
    sealed interface Grip {

        /// We hold it.
        record Ours() implements Grip {}

        /// Another process holds it.
        record Others(long holder) implements Grip {}

        /// It was about to end, and has.
        record Gone() implements Grip {}
    }

    /// Takes hold of the gateway.
    ///
    /// @throws NoGateway if it is there and does not answer
    Grip hold() throws InterruptedException {
        tell(new FromRun.Hold(ProcessHandle.current().pid()));
        Optional<FromGateway> answer = answer(FromGateway.class);
        if (answer.isEmpty() && isOver()) {
            return new Grip.Gone();
        }
        if (answer.orElseThrow(this::mute) instanceof FromGateway.Busy busy) {
            return new Grip.Others(busy.holder());
        }
        compareClocks();
        return new Grip.Ours();
    }

    /// An answer that came after d is off by at most d/2, so the quickest one is believed.
    private void compareClocks() throws InterruptedException {
        long quickest = Long.MAX_VALUE;
        comparing = true;
        for (int i = 0; i < COMPARISONS; i++) {
            long asked = System.nanoTime();
            tell(new FromRun.Beat(asked));
            FromGateway.Beaten beaten = answer(FromGateway.Beaten.class).orElseThrow(this::mute);
            long took = heardNanos - asked;
            if (took < quickest) {
                quickest = took;
                aheadNanos = beaten.atNanos() - (asked + took / 2);
            }
        }
        comparing = false;
    }

    /// A moment of our clock by the gateway's.
    long itsNanos(long ourNanos) {
        return ourNanos + aheadNanos;
    }

    /// When something was last heard of it.
    long heardNanos() {
        return heardNanos;
    }

    private NoGateway mute() {
        return new NoGateway(
                "the gateway of process " + serving().process() + " does not answer; end it");
    }

    /// Says something; does nothing when the gateway is gone, or reads no more.
    void tell(FromRun message) {
        if (!line.send(ControlBytes.frame(message))) {
            line.close();
        }
    }

    /// Says something and waits for the answer; the line is ended if none comes.
    void ask(FromRun message, Class<? extends FromGateway> kind) throws InterruptedException {
        answers.clear();
        tell(message);
        if (answer(kind).isEmpty()) {
            line.close();
        }
    }

    private <T> Optional<T> answer(Class<T> kind) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean last = false;
        FromGateway answer = answers.poll();
        while (answer == null && !last) {
            // One more look after the end, for what came just before it.
            last = isOver() || System.nanoTime() >= end;
            answer = answers.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
        }
        return kind.isInstance(answer) ? Optional.of(kind.cast(answer)) : Optional.empty();
    }

    /// Says from now on who is told; at once if the gateway is gone.
    void listen(Told newTold) {
        boolean gone;
        synchronized (this) {
            told = newTold;
            gone = over;
        }
        if (gone) {
            newTold.gone(reason());
        }
    }

    private String reason() {
        return serving == null
                ? "it has ended"
                : "its process " + serving.process() + " has ended or has let us go";
    }

    @Override
    public void close() {
        line.close();
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized Optional<Told> listener() {
        return Optional.ofNullable(told);
    }

    /// Hears on the line's reading thread.
    private final class Ear implements ControlLine.Ear {

        @Override
        public void heard(byte[] body) {
            heardNanos = System.nanoTime();
            FromGateway message = ControlBytes.fromGateway(body);
            switch (message) {
                case FromGateway.Serving _,
                        FromGateway.Held _,
                        FromGateway.Busy _,
                        FromGateway.Unwatched _,
                        FromGateway.Left _ ->
                        answer(message);
                case FromGateway.Beaten _ -> {
                    if (comparing) {
                        answer(message);
                    }
                }
                case FromGateway.Began _,
                        FromGateway.Refused _,
                        FromGateway.Ended _,
                        FromGateway.Second _,
                        FromGateway.Guarded _,
                        FromGateway.Routed _,
                        FromGateway.Missed _,
                        FromGateway.Lapsed _ ->
                        listener().ifPresent(one -> one.told(message));
            }
        }

        private void answer(FromGateway message) {
            if (!answers.offer(message)) {
                throw new IllegalArgumentException("it answers what was not asked");
            }
        }

        @Override
        public void over(String nonsense) {
            Optional<Told> left;
            synchronized (GatewayLine.this) {
                over = true;
                left = Optional.ofNullable(told);
            }
            String why = nonsense.isEmpty() ? reason() : "it speaks nonsense: " + nonsense;
            left.ifPresent(one -> one.gone(why));
        }
    }
}

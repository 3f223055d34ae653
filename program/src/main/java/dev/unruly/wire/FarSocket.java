package dev.unruly.wire;

import dev.unruly.world.Alarm;
import dev.unruly.world.Ending;
import dev.unruly.world.Lane;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A socket at the far end of a user's road: what the user does reaches it after the way up, what
/// it tells reaches the user after the way down. While the road is nothing it is just a socket.
final class FarSocket implements Carrier, Carrier.Owner {

    /// A road that holds more than this makes its writer wait and its socket pause.
    private static final int FULL_BYTES = 512 << 10;

    private final WireLoop loop;
    private final Carrier.Owner owner;
    private final Lane lane;
    private final boolean halfCloses;
    private @Nullable InetSocketAddress address;
    private @Nullable Socket socket;
    private @Nullable Way up;
    private @Nullable Way down;
    private @Nullable ArrayDeque<ByteBuf> unsent;
    private int unsentBytes;
    private long leftNanos;
    private boolean connected;
    private boolean paused;
    private boolean left;

    FarSocket(WireLoop loop, Carrier.Owner owner, Lane lane, boolean halfCloses) {
        this.loop = loop;
        this.owner = owner;
        this.lane = lane;
        this.halfCloses = halfCloses;
    }

    /// Begins to connect.
    void connect(InetSocketAddress to) {
        if (left) {
            return;
        }
        address = to;
        if (lane.isNothing()) {
            openSocket();
        } else {
            up().send(Parcel.Signal.CONNECT, lane.connectUpArrival(loop.nanos()));
        }
    }

    private void openSocket() {
        InetSocketAddress to = address;
        if (to == null) {
            throw new IllegalStateException("nobody said where to connect to");
        }
        try {
            socket =
                    new Socket(
                            loop,
                            this,
                            loop.transport().socket(),
                            lane.isNothing() ? loop.kit().reads() : loop.kit().farReads(),
                            halfCloses);
        } catch (ChannelException e) {
            gone(Endings.of(e));
            return;
        }
        socket.connect(to);
        regulate();
    }

    /// Whether something sent now would overtake nothing if it took no time.
    private boolean upIsNothing() {
        return lane.isNothing() && connected && unsent == null && (up == null || up.isEmpty());
    }

    private boolean downIsNothing() {
        return lane.isNothing() && (down == null || down.isEmpty());
    }

    private Way up() {
        if (up == null) {
            up = new Way(loop, new FarEnd());
        }
        return up;
    }

    private Way down() {
        if (down == null) {
            down = new Way(loop, new NearEnd());
        }
        return down;
    }

    private Socket socket() {
        if (socket == null) {
            throw new IllegalStateException("nothing may overtake the request to connect");
        }
        return socket;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (upIsNothing()) {
            socket().write(bytes);
        } else if (left) {
            bytes.release();
        } else {
            if (unsent == null) {
                unsent = new ArrayDeque<>();
            }
            unsent.add(bytes);
            unsentBytes += bytes.readableBytes();
        }
    }

    @Override
    public void flush() {
        if (unsent == null) {
            if (socket != null) {
                socket.flush();
            }
        } else if (connected) {
            long now = loop.nanos();
            long arrival = lane.upArrival(now, unsentBytes);
            leftNanos = lane.upLeft(now);
            unsent.forEach(bytes -> up().send(new Parcel.Data(bytes), arrival));
            unsent = null;
            unsentBytes = 0;
        }
    }

    @Override
    public boolean hasRoom() {
        return connected
                && unsentBytes + (up == null ? 0 : up.bytes()) < FULL_BYTES
                && (socket == null || socket.hasRoom());
    }

    @Override
    public long unsentBytes() {
        return unsentBytes
                + (up == null ? 0 : up.bytes())
                + (socket == null ? 0 : socket.unsentBytes());
    }

    @Override
    public boolean tellWhenSent() {
        long now = loop.nanos();
        if (leftNanos > now) {
            loop.arm(new Leaving(), leftNanos);
            return false;
        }
        return (up != null && !up.isEmpty()) || socket().tellWhenSent();
    }

    /// The last byte leaves for the road.
    private final class Leaving extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            sent();
        }
    }

    @Override
    public void reading(boolean on) {
        paused = !on;
        regulate();
    }

    private void regulate() {
        if (socket != null) {
            socket.reading(!paused && (down == null || down.bytes() < FULL_BYTES));
        }
    }

    @Override
    public void shutOutput() {
        if (upIsNothing()) {
            socket().shutOutput();
        } else {
            flush();
            up().send(Parcel.Signal.SHUT, lane.signalUpArrival(loop.nanos()));
        }
    }

    @Override
    public void close() {
        flush();
        leave(Parcel.Signal.CLOSE, Socket::close);
    }

    @Override
    public void reset() {
        leave(Parcel.Signal.RESET, Socket::reset);
    }

    @Override
    public void closeWhenSent() {
        flush();
        leave(Parcel.Signal.CLOSE, Socket::closeWhenSent);
    }

    @Override
    public void closeWhenHeard() {
        closeWhenSent();
    }

    /// The user is gone; the other side learns of it after the way up.
    private void leave(Parcel.Signal signal, Consumer<Socket> atOnce) {
        if (left) {
            return;
        }
        boolean nothing = upIsNothing();
        left = true;
        if (socket == null) {
            forget();
        } else if (nothing) {
            atOnce.accept(socket);
            forget();
        } else {
            forgetNear();
            up().send(signal, lane.signalUpArrival(loop.nanos()));
            loop.follow(this);
        }
    }

    /// Loses what is under way.
    void forget() {
        loop.unfollow(this);
        if (up != null) {
            up.clear();
        }
        forgetNear();
    }

    private void forgetNear() {
        if (down != null) {
            down.clear();
        }
        if (unsent != null) {
            unsent.forEach(ByteBuf::release);
            unsent = null;
            unsentBytes = 0;
        }
    }

    @Override
    public void connected() {
        if (left) {
            return;
        }
        if (downIsNothing()) {
            connected = true;
            owner.connected();
        } else {
            down().send(Parcel.Signal.OPENED, lane.signalDownArrival(loop.nanos()));
        }
    }

    @Override
    public void read(Object message, long nowNanos) {
        ByteBuf bytes = (ByteBuf) message;
        if (left) {
            bytes.release();
        } else if (downIsNothing()) {
            owner.read(bytes, nowNanos);
        } else {
            long arrival = lane.downArrival(nowNanos, bytes.readableBytes());
            down().send(new Parcel.Data(bytes), arrival);
            regulate();
        }
    }

    @Override
    public void inputShut() {
        if (left) {
            return;
        }
        if (downIsNothing()) {
            owner.inputShut();
        } else {
            down().send(Parcel.Signal.SHUT, lane.signalDownArrival(loop.nanos()));
        }
    }

    @Override
    public void roomy() {
        if (!left) {
            owner.roomy();
        }
    }

    @Override
    public void sent() {
        if (!left) {
            owner.sent();
        }
    }

    /// What is our own fault is known at once; the rest comes down the road.
    @Override
    public void gone(Ending ending) {
        if (left) {
            return;
        }
        if (ending.ours() || downIsNothing()) {
            left = true;
            forget();
            owner.gone(ending);
        } else {
            down().send(new Parcel.Gone(ending), lane.signalDownArrival(loop.nanos()));
        }
    }

    /// What the user sends arrives here.
    private final class FarEnd implements Way.End {

        @Override
        public void arrived(Parcel parcel, long nowNanos) {
            switch (parcel) {
                case Parcel.Data data -> socket().write(data.bytes());
                case Parcel.Signal signal -> arrived(signal);
                case Parcel.Gone _ -> throw new IllegalStateException("users leave, not go");
            }
        }

        private void arrived(Parcel.Signal signal) {
            switch (signal) {
                case CONNECT -> openSocket();
                case SHUT -> socket().shutOutput();
                case CLOSE -> {
                    loop.unfollow(FarSocket.this);
                    socket().closeWhenSent();
                }
                case RESET -> {
                    loop.unfollow(FarSocket.this);
                    socket().reset();
                }
                case OPENED -> throw new IllegalStateException("users do not open");
            }
        }

        @Override
        public void settled() {
            if (socket != null) {
                socket.flush();
            }
            roomy();
        }
    }

    /// What the other side sends arrives here.
    private final class NearEnd implements Way.End {

        @Override
        public void arrived(Parcel parcel, long nowNanos) {
            switch (parcel) {
                case Parcel.Data data -> owner.read(data.bytes(), nowNanos);
                case Parcel.Signal signal -> arrived(signal);
                case Parcel.Gone gone -> {
                    left = true;
                    forget();
                    owner.gone(gone.ending());
                }
            }
        }

        private void arrived(Parcel.Signal signal) {
            switch (signal) {
                case OPENED -> {
                    connected = true;
                    owner.connected();
                }
                case SHUT -> owner.inputShut();
                case CONNECT, CLOSE, RESET ->
                        throw new IllegalStateException("servers do not " + signal);
            }
        }

        @Override
        public void settled() {
            regulate();
        }
    }
}

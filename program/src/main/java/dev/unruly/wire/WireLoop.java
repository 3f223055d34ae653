package dev.unruly.wire;

import dev.unruly.world.Address;
import dev.unruly.world.AddressTaken;
import dev.unruly.world.Alarm;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Door;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeEntrance;
import dev.unruly.world.PipeListener;
import dev.unruly.world.Ticket;
import dev.unruly.world.TimerWheel;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One thread that waits for sockets until the next alarm. It never calls a user from within a
/// user's call: what that causes waits as a [Turn] until the call has returned.
final class WireLoop implements Loop {

    /// How many alarms ring before sockets are looked at again.
    private static final int MOST_ALARMS_AT_ONCE = 256;

    /// How many posted tasks run before sockets are looked at again.
    private static final int MOST_TASKS_AT_ONCE = 1_024;

    /// Where the loop's number stands in the numbers of its connections.
    private static final int INDEX_SHIFT = 48;

    /// How requests are read.
    private static final HttpDecoderConfig REQUESTS =
            new HttpDecoderConfig()
                    .setMaxInitialLineLength(AnswerReader.MOST_HEAD_BYTES)
                    .setMaxHeaderSize(AnswerReader.MOST_HEAD_BYTES)
                    .setMaxChunkSize(AnswerReader.MOST_HEAD_BYTES);

    private static final long DO_NOT_WAIT = -1;
    private static final long WAIT_FOR_EVER = 0;
    private final int index;
    private final Wire.Options options;
    private final Names names;
    private final Thread thread;
    private final Selectors selectors;
    private final TimerWheel wheel = new TimerWheel();
    private final ArrayDeque<Turn> turns = new ArrayDeque<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ArrayList<Link> links = new ArrayList<>();
    private final ArrayList<WireDoor> doors = new ArrayList<>();
    private final Set<FarSocket> followed = new LinkedHashSet<>();
    private final Kit kit;
    private long ids;
    private boolean taking;
    private boolean ending;
    private boolean doorsClosed;
    private volatile boolean stopping;
    private @Nullable Throwable failure;

    WireLoop(int index, Wire.Options options, Names names, Kit kit) {
        this.index = index;
        this.options = options;
        this.names = names;
        this.kit = kit;
        this.thread = new FastThreadLocalThread(this::run, options.name() + index);
        this.selectors = new Selectors(thread, options.transport().selectors());
    }

    /// Netty's side of the loop, driven by our thread and our timers.
    private final class Selectors extends ManualIoEventLoop {

        Selectors(Thread owner, IoHandlerFactory factory) {
            super(owner, factory);
        }

        /// Asked again after it is known that somebody who posts, or stops us, will wake us.
        @Override
        protected boolean canBlock() {
            return tasks.isEmpty() && !stopping;
        }
    }

    void start() {
        thread.start();
    }

    /// Asks the loop to end everything; any thread may.
    void stop() {
        stopping = true;
        selectors.wakeup();
    }

    void join() {
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            options.atStart().accept(this);
            takeTurns();
            while (!stopping && failure == null) {
                turn();
            }
            endAll();
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            destroy();
        }
        if (failure != null) {
            options.onFailure().accept(this, failure);
        }
    }

    private void turn() {
        selectors.run(waitNanos(), 0);
        takeTurns();
        doorsClosed = false;
        for (int i = 0; i < MOST_ALARMS_AT_ONCE && goesOn(); i++) {
            if (wheel.ring(nanos(), 1) == 0) {
                break;
            }
            takeTurns();
        }
        for (int i = 0; i < MOST_TASKS_AT_ONCE && goesOn(); i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            task.run();
            takeTurns();
        }
    }

    /// Whether a turn may go on. After a door was closed it may not: the JDK's selector closes the
    /// socket only when it is asked the next time.
    private boolean goesOn() {
        return failure == null && !doorsClosed;
    }

    private long waitNanos() {
        if (stopping || doorsClosed || !turns.isEmpty() || !tasks.isEmpty()) {
            return DO_NOT_WAIT;
        }
        long next = wheel.nextNanos();
        if (next == TimerWheel.NEVER) {
            return WAIT_FOR_EVER;
        }
        long coalesce = options.coalesceNanos();
        if (coalesce > 0) {
            next = Math.ceilDiv(next, coalesce) * coalesce;
        }
        long wait = next - nanos();
        return wait <= 0 ? DO_NOT_WAIT : wait;
    }

    /// Remembers what a callback threw; the loop stops before it calls anybody again.
    void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (!failure.equals(thrown)) {
            failure.addSuppressed(thrown);
        }
    }

    boolean failed() {
        return failure != null;
    }

    /// Puts a turn at the end of the queue.
    void later(Turn turn) {
        turns.add(turn);
    }

    /// Takes the turns that wait. Whoever has called a user from outside a user's call does this
    /// next, so that what follows from the call comes before whatever else the network brings.
    void takeTurns() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (failure == null) {
                Turn turn = turns.poll();
                if (turn == null) {
                    break;
                }
                turn.take(nanos());
            }
        } finally {
            taking = false;
        }
    }

    /// Ends everything that is open. What users open meanwhile ends at once.
    private void endAll() {
        ending = true;
        while (!doors.isEmpty()) {
            doors.getLast().close();
        }
        takeTurns();
        while (!links.isEmpty() && failure == null) {
            Link link = links.getLast();
            link.stop(nanos());
            takeTurns();
        }
        takeTurns();
    }

    private void destroy() {
        ending = true;
        while (!links.isEmpty()) {
            links.getLast().abandon();
        }
        List.copyOf(followed).forEach(FarSocket::forget);
        var _ = selectors.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!selectors.isTerminated()) {
            selectors.runNow();
        }
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long nanos() {
        return System.nanoTime() - options.originNanos();
    }

    @Override
    public void arm(Alarm alarm, long atNanos) {
        wheel.arm(alarm, atNanos);
    }

    @Override
    public void arm(Alarm alarm, long atNanos, long turn) {
        wheel.arm(alarm, atNanos, turn);
    }

    @Override
    public void disarm(Alarm alarm) {
        wheel.disarm(alarm);
    }

    @Override
    public void post(Runnable task) {
        tasks.add(task);
        selectors.wakeup();
    }

    @Override
    public Connection connect(Peer peer, Lane lane, Ticket ticket, ConnectionListener listener) {
        var connection = new HttpConnection(this, nextId(), listener);
        reach(peer.address(), lane, connection.link(), false);
        return connection;
    }

    @Override
    public Pipe dial(Peer peer, Lane lane, PipeListener listener) {
        var pipe = new WirePipe(this, nextId(), listener);
        reach(peer.address(), lane, pipe.link(), true);
        return pipe;
    }

    private void reach(Address address, Lane lane, Link link, boolean halfCloses) {
        var far = new FarSocket(this, link, lane, halfCloses);
        link.carry(far);
        if (ending) {
            link.fail(Ending.CANCELLED);
            return;
        }
        InetSocketAddress known = names.now(address);
        if (known != null) {
            far.connect(known);
            return;
        }
        var _ =
                names.later(address)
                        .whenComplete((found, unknown) ->
                                post(() -> {
                                    if (unknown == null) {
                                        far.connect(found);
                                    } else {
                                        link.fail(Ending.NO_NAME);
                                    }
                                }));
    }

    @Override
    public Door listen(Address address, Entrance entrance) {
        return open(
                address,
                (accepted, from, nowNanos) -> {
                    var guest = new HttpGuest(this, nextId());
                    accepted.pipeline().addLast(new HttpRequestDecoder(REQUESTS));
                    var socket = new Socket(this, guest.link(), accepted, kit.reads(), false);
                    guest.link().carry(socket);
                    guest.enter(entrance.accepted(guest.id(), from, nowNanos), socket);
                });
    }

    @Override
    public Door listenPipes(Address address, PipeEntrance entrance) {
        return open(
                address,
                (accepted, from, nowNanos) -> {
                    var pipe = new WirePipe(this, nextId(), entrance.accepted(from, nowNanos));
                    pipe.link().carry(new Socket(this, pipe.link(), accepted, kit.reads(), true));
                });
    }

    private Door open(Address address, WireDoor.Reception reception) {
        if (ending) {
            throw new AddressTaken(address, "this loop has ended");
        }
        var door = new WireDoor(this, address, reception);
        doors.add(door);
        return door;
    }

    private long nextId() {
        return (long) index << INDEX_SHIFT | ++ids;
    }

    Transport transport() {
        return options.transport();
    }

    Kit kit() {
        return kit;
    }

    void register(Channel channel) {
        channel.unsafe().register(selectors, channel.newPromise());
    }

    /// Keeps a link to end it with the loop.
    void enter(Link link) {
        link.place(links.size());
        links.add(link);
    }

    void exit(Link link) {
        int place = link.place();
        if (place >= 0) {
            link.place(-1);
            Link last = links.removeLast();
            if (last.place() >= 0) {
                last.place(place);
                links.set(place, last);
            }
        }
    }

    void exit(WireDoor door) {
        doors.remove(door);
        doorsClosed = true;
    }

    /// Keeps a socket whose user has left until the other side has learnt of it.
    void follow(FarSocket socket) {
        followed.add(socket);
    }

    void unfollow(FarSocket socket) {
        followed.remove(socket);
    }
}

package dev.unruly.shop.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/// An HTTP/1.1 server on one thread: accepts, reads, hands whole requests to a [Handler], writes
/// the answers. A connection that rests costs a key in the selector and no thread.
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    /// Connections the kernel keeps for us until we accept them; it takes its own limit if that is
    /// lower. Refusing at the door is not what this server is to show.
    private static final int BACKLOG = 4_096;

    private static final long SWEEP_MILLIS = 250;
    private static final int SCRATCH_BYTES = 16 * 1024;

    private final Limits limits;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new HashSet<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private volatile boolean closing;
    private boolean accepting = true;
    private long sweptNanos;
    private String date = "";

    private Server(String name, Limits limits, LongSupplier nanos, InstantSource clock)
            throws IOException {
        this.limits = limits;
        this.nanos = nanos;
        this.clock = clock;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /// Starts a server that listens nowhere yet.
    public static Server start(String name, Limits limits, LongSupplier nanos, InstantSource clock)
            throws IOException {
        Server server = new Server(name, limits, nanos, clock);
        server.sweep();
        server.thread.start();
        return server;
    }

    /// Listens on a loopback port; 0 takes any free one.
    ///
    /// @return the port taken
    public int listen(int port, Handler handler) throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open();
        try {
            door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            door.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
            door.configureBlocking(false);
        } catch (IOException e) {
            door.close();
            throw e;
        }
        int taken = ((InetSocketAddress) door.getLocalAddress()).getPort();
        post(() -> {
            try {
                door.register(selector, SelectionKey.OP_ACCEPT, handler);
            } catch (ClosedChannelException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        return taken;
    }

    Limits limits() {
        return limits;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    String date() {
        return date;
    }

    boolean closing() {
        return closing;
    }

    void closed(Connection connection) {
        connections.remove(connection);
    }

    void noted(String what, Exception e) {
        LOG.log(Level.DEBUG, what, e);
    }

    void post(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    private void run() {
        try (selector) {
            while (!closing) {
                try {
                    turn();
                } catch (RuntimeException ours) {
                    LOG.log(Level.ERROR, "a turn failed; the server goes on", ours);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            runTasks();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the selector failed; nothing is served any more", e);
        }
    }

    private void turn() throws IOException {
        if (tasks.isEmpty()) {
            selector.select(this::serve, SWEEP_MILLIS);
        } else {
            selector.selectNow(this::serve);
        }
        runTasks();
        if (nanos() - sweptNanos >= Duration.ofMillis(SWEEP_MILLIS).toNanos()) {
            sweep();
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.channel() instanceof ServerSocketChannel door) {
            accept(door, (Handler) key.attachment());
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            connection.ready(scratch);
        } catch (IOException | CancelledKeyException broken) {
            connection.fail();
        } catch (RuntimeException ours) {
            LOG.log(Level.ERROR, "a connection was given up", ours);
            connection.fail();
        }
    }

    private void accept(ServerSocketChannel door, Handler handler) {
        try {
            while (connections.size() < limits.connections()) {
                SocketChannel channel = door.accept();
                if (channel == null) {
                    return;
                }
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                Connection connection = new Connection(this, channel, key, handler);
                key.attach(connection);
                connections.add(connection);
            }
        } catch (IOException outOfDescriptors) {
            LOG.log(Level.WARNING, "cannot accept, will try again", outOfDescriptors);
        }
        // Too many: the next wait in the backlog until the sweep finds room.
        accepting(false);
    }

    private void accepting(boolean wanted) {
        accepting = wanted;
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.channel() instanceof ServerSocketChannel) {
                key.interestOps(wanted ? SelectionKey.OP_ACCEPT : 0);
            }
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException ours) {
                LOG.log(Level.ERROR, "a task failed", ours);
            }
        }
    }

    private void sweep() {
        sweptNanos = nanos();
        date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().atOffset(ZoneOffset.UTC));
        for (Connection connection : List.copyOf(connections)) {
            try {
                connection.sweep(sweptNanos);
            } catch (IOException | CancelledKeyException broken) {
                connection.fail();
            }
        }
        if (!accepting && connections.size() < limits.connections()) {
            accepting(true);
        }
    }

    /// Closes every connection, whether it is being served or not.
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

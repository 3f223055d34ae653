package dev.unruly.cli;

import dev.unruly.gateway.ControlBytes;
import dev.unruly.gateway.Desk;
import dev.unruly.gateway.FromRun;
import dev.unruly.world.Loop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A gateway's control socket: brings what runs say to the gateway's loop.
final class ControlDoor implements AutoCloseable {

    private static final int MOST_OPEN = 16;

    /// How much of what one run says may wait for the loop.
    private static final int MOST_WAITING = 64;

    private final Path path;
    private final ServerSocketChannel server;
    private final Loop loop;
    private final Desk desk;
    private final Set<ControlLine> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ControlDoor(Path path, ServerSocketChannel server, Loop loop, Desk desk) {
        this.path = path;
        this.server = server;
        this.loop = loop;
        this.desk = desk;
    }

    /// Begins to accept.
    ///
    /// @param path where the socket is to be
    static ControlDoor open(Path path, Loop loop, Desk desk) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        // It gets its name once it accepts: who finds one that does not may remove it.
        Path unready = path.resolveSibling(path.getFileName() + ".new");
        try {
            server.bind(UnixDomainSocketAddress.of(unready));
            Files.move(unready, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        var door = new ControlDoor(path, server, loop, desk);
        Thread.ofPlatform().daemon().name("unruly-control").start(door::accept);
        return door;
    }

    Path path() {
        return path;
    }

    private void accept() {
        try {
            while (true) {
                let(server.accept());
            }
        } catch (IOException e) {
            if (!closed) {
                System.err.println("unruly: the control socket accepts no more: " + e);
            }
        }
    }

    private void let(SocketChannel channel) throws IOException {
        if (open.size() >= MOST_OPEN) {
            channel.close();
            return;
        }
        var guest = new Guest();
        var line = new ControlLine(channel, guest);
        guest.line = line;
        open.add(line);
        loop.post(() -> guest.atDesk = desk.connected(line));
        line.start();
        if (closed) {
            line.close();
        }
    }

    /// Accepts no more and ends all connections.
    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        open.forEach(ControlLine::close);
        Files.deleteIfExists(path);
    }

    /// Who is at the other end.
    private final class Guest implements ControlLine.Ear {

        private final Semaphore room = new Semaphore(MOST_WAITING);
        private @Nullable ControlLine line;

        /// Used on the loop only.
        private Desk.@Nullable Line atDesk;

        @Override
        public void heard(byte[] body) throws InterruptedException {
            FromRun message = ControlBytes.fromRun(body);
            room.acquire();
            loop.post(() -> {
                room.release();
                if (atDesk != null) {
                    atDesk.heard(message);
                }
            });
        }

        @Override
        public void over(String nonsense) {
            if (line != null) {
                open.remove(line);
            }
            loop.post(() -> {
                if (atDesk != null && nonsense.isEmpty()) {
                    atDesk.closed();
                } else if (atDesk != null) {
                    atDesk.closeBy(nonsense);
                }
            });
        }
    }
}

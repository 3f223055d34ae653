package dev.unruly.shop;

import dev.unruly.shop.web.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP proxy through which, while it stalls, nothing passes in either direction.
final class StallingProxy implements AutoCloseable {
    private final HostPort target;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private boolean stalled;

    StallingProxy(int port, HostPort target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(port, 100, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    void stall(boolean wanted) {
        synchronized (change) {
            stalled = wanted;
            change.notifyAll();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(target.host(), target.port());
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8_192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                awaitPassage();
                out.write(bytes, 0, count);
            }
            awaitPassage();
        } catch (IOException | InterruptedException ended) {
            sockets.remove(from);
        }
    }

    private void awaitPassage() throws InterruptedException {
        synchronized (change) {
            while (stalled) {
                change.wait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        stall(false);
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

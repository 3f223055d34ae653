package dev.unruly.shop.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Loopback ports to listen on.
public final class Ports {
    private Ports() {}

    /// The port itself when nobody listens there, or any free one for 0.
    ///
    /// @throws BindException when it is taken
    public static int free(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return probe.getLocalPort();
        }
    }
}

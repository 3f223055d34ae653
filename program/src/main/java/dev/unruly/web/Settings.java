package dev.unruly.web;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a server for people listens, and whom it lets in.
///
/// @param host a name or literal address of this machine
/// @param port 0: a free one
/// @param token what callers have to show; empty: nothing, which only a loopback address allows
/// @param mostBodyBytes of a request
public record Settings(String host, int port, String token, int mostBodyBytes) {

    /// What policies and their like need, many times over.
    public static final int USUAL_BODY_BYTES = 1 << 20;

    private static final int SHORTEST_TOKEN = 16;

    public Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be in [0, 65535], got " + port);
        }
        if (token.isEmpty() && !loopback(host)) {
            throw new IllegalArgumentException(
                    "a token is needed to listen at " + host + ", which others can reach");
        }
        if (!token.isEmpty() && !token.matches("[!-~]{" + SHORTEST_TOKEN + ",200}")) {
            throw new IllegalArgumentException(
                    "a token has 16 to 200 visible characters, got " + token.length());
        }
        if (mostBodyBytes < 1) {
            throw new IllegalArgumentException("bodies must be >= 1 byte, got " + mostBodyBytes);
        }
    }

    /// Whether only this machine can reach an address. What cannot be found is not.
    public static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

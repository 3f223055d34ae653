package dev.unruly.shop.web;

import java.time.Duration;

/// What the server takes from a client before it gives up on it.
///
/// @param idle how long a kept-alive connection may rest between requests
/// @param reading how long a request may take to arrive
/// @param writing how long a client may take nothing of its answer
/// @param connections how many connections are accepted; more wait in the kernel's backlog
public record Limits(
        int headBytes,
        int headerFields,
        int bodyBytes,
        int connections,
        Duration idle,
        Duration reading,
        Duration writing) {

    /// Tomcat's defaults (10.1, HTTP connector: `maxHttpHeaderSize`, `maxParameterCount`'s order,
    /// `maxConnections`, `keepAliveTimeout` and `connectionTimeout` as Spring Boot leaves them),
    /// but for bodies: 16 KiB instead of 2 MiB, because the shop's largest is under 1 KiB.
    public static final Limits DEFAULT =
            new Limits(
                    8 * 1024,
                    100,
                    16 * 1024,
                    8_192,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20));

    public Limits {
        if (headBytes < 64 || headerFields < 1 || bodyBytes < 0 || connections < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, got %d bytes of head, %d fields, %d bytes of body, %d connections"
                            .formatted(headBytes, headerFields, bodyBytes, connections));
        }
        if (!idle.isPositive() || !reading.isPositive() || !writing.isPositive()) {
            throw new IllegalArgumentException(
                    "times must be positive, got idle %s, reading %s, writing %s"
                            .formatted(idle, reading, writing));
        }
    }

    public Limits withConnections(int most, Duration longestIdle) {
        return new Limits(headBytes, headerFields, bodyBytes, most, longestIdle, reading, writing);
    }
}

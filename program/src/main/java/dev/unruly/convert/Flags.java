package dev.unruly.convert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Words by which a proxy says that the caller left.
final class Flags {

    /// Envoy: the downstream connection was closed. Apache's `%X`: closed before the answer was
    /// complete. CloudFront: the viewer closed the connection. Google Cloud: likewise.
    private static final Set<String> LEFT =
            Set.of(
                    "DC",
                    "DR",
                    "X",
                    "ClientCommError",
                    "ClientHungUpRequest",
                    "client_disconnected_before_any_response",
                    "client_disconnected_after_partial_response");

    private Flags() {}

    static boolean left(byte[] b, int from, int to) {
        if (to - from > 100) {
            return false;
        }
        String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
        return List.of(text.split(",", -1)).stream().anyMatch(LEFT::contains);
    }
}

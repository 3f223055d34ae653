package dev.unruly.gateway;

import dev.unruly.model.Dependency.Protocol;
import java.util.Locale;
import java.util.Optional;

/// The names of protocols, as in files.
final class Protocols {

    private Protocols() {}

    static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    static Optional<Protocol> named(String name) {
        for (Protocol protocol : Protocol.values()) {
            if (name(protocol).equals(name)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}

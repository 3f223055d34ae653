package dev.unruly.gateway;

import java.util.Optional;

/// Nothing passes in either direction; connections stay open and new ones are accepted. What was
/// held flows on in order when it ends.
final class StallHurt implements Hurt {

    private static final Valve CLOSED =
            new Valve() {
                @Override
                public long opensAt(int bytes, long nowNanos) {
                    return NEVER;
                }
            };

    @Override
    public String detail() {
        return "lets nothing pass";
    }

    @Override
    public Optional<Valve> valve(long connection, Direction direction) {
        return Optional.of(CLOSED);
    }
}

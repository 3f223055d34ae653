package dev.unruly.gateway;

import java.util.Optional;

/// What is sent is swallowed, in both directions and for good; connections are accepted and nothing
/// is answered. A connection that has lost bytes cannot go on: it is reset when this ends.
final class BlackholeHurt implements Hurt {

    private static final Valve HOLE =
            new Valve() {
                @Override
                public boolean swallows() {
                    return true;
                }

                @Override
                public long opensAt(int bytes, long nowNanos) {
                    return NEVER;
                }
            };

    @Override
    public String detail() {
        return "swallows everything";
    }

    @Override
    public Optional<Valve> valve(long connection, Direction direction) {
        return Optional.of(HOLE);
    }
}

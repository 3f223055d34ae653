package dev.unruly.gateway;

import dev.unruly.world.Bytes;

/// A protocol of which nothing is known but that bytes go to and fro.
final class UnknownDialect implements Dialect {

    UnknownDialect(Requests requests) {
        requests.lostSight();
    }

    @Override
    public void up(Bytes bytes, long place, long nowNanos) {}

    @Override
    public void down(Bytes bytes, long place, long nowNanos) {}

    @Override
    public String notUnderstood() {
        return "its protocol is tcp";
    }
}

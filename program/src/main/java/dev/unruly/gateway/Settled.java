package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;

/// The application's side of an exchange that was answered at once.
record Settled() implements ExchangeListener {

    @Override
    public void head(int status, Fields fields, long nowNanos) {
        throw new IllegalStateException("the application answers nothing");
    }

    @Override
    public void body(Bytes bytes, long nowNanos) {}

    @Override
    public void ended(Ending ending, long nowNanos) {}
}

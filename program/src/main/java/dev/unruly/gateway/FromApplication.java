package dev.unruly.gateway;

import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;

/// Hears the application's side of an exchange.
interface FromApplication extends ExchangeListener {

    @Override
    default void head(int status, Fields fields, long nowNanos) {
        throw new IllegalStateException("the application answers nothing");
    }
}

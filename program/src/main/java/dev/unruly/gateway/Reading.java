package dev.unruly.gateway;

import dev.unruly.world.Exchange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reading from one side of an exchange, while that side lasts.
///
/// @param side null when it has ended
record Reading(Supplier<@Nullable Exchange> side) implements Way.Source {

    @Override
    public void pause() {
        Exchange reading = side.get();
        if (reading != null) {
            reading.pause();
        }
    }

    @Override
    public void resume() {
        Exchange reading = side.get();
        if (reading != null) {
            reading.resume();
        }
    }
}

package dev.unruly.learn;

import java.util.function.Consumer;

/// Sessions that can be walked through more than once, in the order in which they began.
@FunctionalInterface
public interface Walks {

    void each(Consumer<Walk> to);
}

package dev.unruly.engine;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Objects that are used again, so that a long run makes no garbage that has grown old.
final class Pool<T> {

    private final Supplier<T> maker;
    private @Nullable Object[] free = new @Nullable Object[16];
    private int size;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    /// One that nobody uses.
    @SuppressWarnings("unchecked") // Only give() fills the array.
    T take() {
        if (size == 0) {
            return maker.get();
        }
        T taken = (T) free[--size];
        free[size] = null;
        if (taken == null) {
            throw new IllegalStateException("the pool has a hole at " + size);
        }
        return taken;
    }

    /// Gives one back. The giver must not use it again.
    void give(T item) {
        if (size == free.length) {
            free = Arrays.copyOf(free, 2 * size);
        }
        free[size++] = item;
    }
}

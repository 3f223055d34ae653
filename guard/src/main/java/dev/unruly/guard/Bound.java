package dev.unruly.guard;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A binding of a [Caller] to a stretch of work. One that belongs to a timer's slot is used again
/// and again, by one call at a time, so that binding a new deadline makes one object of the JDK's
/// instead of three. Nobody has it after its stretch: it is reached through the scoped value alone,
/// and threads that inherit that end before it does.
final class Bound {

    private static final ScopedValue<Bound> HERE = ScopedValue.newInstance();

    private final ScopedValue.Carrier carrier = ScopedValue.where(HERE, this);
    private long deadlineNanos;
    private int attempt;

    /// Made when somebody asks.
    private volatile @Nullable Caller caller;

    /// For a slot; see [#set].
    Bound() {}

    Bound(Caller caller) {
        this.caller = caller;
    }

    static Caller current() {
        return HERE.isBound() ? HERE.get().caller() : Caller.NOBODY;
    }

    /// What is to be bound next.
    Bound set(long deadlineNanos, int attempt) {
        this.deadlineNanos = deadlineNanos;
        this.attempt = attempt;
        this.caller = null;
        return this;
    }

    <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        return carrier.call(work::call);
    }

    <T> T get(Supplier<T> work) {
        return carrier.call(work::get);
    }

    private Caller caller() {
        Caller known = caller;
        if (known == null) {
            known = new Caller(deadlineNanos, attempt);
            caller = known;
        }
        return known;
    }
}

package dev.unruly.guard;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a piece of work knows of who asked for it: until when the answer is of use, and whether it
/// is asked for again. It is passed on in a scoped value within a process, and in headers between
/// processes ([Deadline], [Attempt]).
///
/// It is bound only where it changes: binding costs some nanoseconds and bytes, reading next to
/// nothing.
///
/// @param deadlineNanos on the clock of this process; [Deadline#NONE]: none
/// @param attempt 1: asked for the first time; more: repeated by a layer above, so that layers
///   below must not multiply it
public record Caller(long deadlineNanos, int attempt) {

    /// Nobody in particular: no deadline, asked for the first time.
    public static final Caller NOBODY = new Caller(Deadline.NONE, 1);

    public Caller {
        Check.atLeast("the attempt", 1, attempt);
    }

    /// Who asked for what runs now.
    public static Caller current() {
        return Bound.current();
    }

    /// Whether what is asked for was asked for before.
    public boolean repeated() {
        return attempt > 1;
    }

    /// With a deadline that is not later than another.
    public Caller until(long otherNanos) {
        return otherNanos < deadlineNanos ? new Caller(otherNanos, attempt) : this;
    }

    /// As asked for the n-th time, where that is more than it is.
    public Caller asked(int times) {
        return times > attempt ? new Caller(deadlineNanos, times) : this;
    }

    /// Runs work that knows of this caller.
    public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        return equals(current()) ? work.call() : bound(work);
    }

    <T extends @Nullable Object> T bound(Callable<T> work) throws Exception {
        return new Bound(this).call(work);
    }

    /// Runs what begins work that knows of this caller.
    <T> T get(Supplier<T> work) {
        return new Bound(this).get(work);
    }
}

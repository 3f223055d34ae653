package dev.unruly.guard;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// How the answers of a dependency are read: what is a failure, what says nothing, and how long the
/// other side wants to be left alone. The usual reading takes every exception for a failure and
/// every answer for good.
public interface Reading {

    /// Every exception is a failure, every answer is good.
    Reading USUAL = new Reading() {};

    /// Whether an answer is a failure of the other side, such as a status of 503.
    default boolean failed(@Nullable Object answer) {
        return false;
    }

    /// Whether an exception is a failure of the other side. What is not counts neither way, and is
    /// not repeated.
    default boolean failed(Throwable exception) {
        return !(exception instanceof InterruptedException
                || exception instanceof CancellationException
                || exception instanceof Refused);
    }

    /// For how long the other side wants not to be asked again, by an answer that is a failure; 0:
    /// it has not said.
    default long retryAfterNanos(@Nullable Object answer) {
        return 0;
    }

    /// For how long the other side wants not to be asked again, by an exception; 0: it has not
    /// said.
    default long retryAfterNanos(Throwable exception) {
        return 0;
    }

    /// Whether an answer means that the other side has too much to do, and would not. The fewer
    /// other failures are among them, the better a [Throttle] and a [ConcurrencyLimit] do.
    default boolean overloaded(@Nullable Object answer) {
        return failed(answer);
    }

    /// Whether an exception means that the other side has too much to do, and would not.
    default boolean overloaded(Throwable exception) {
        return failed(exception);
    }

    /// Ends work whose answer is of no use any more, if that can be done: such as closing its
    /// stream. A [java.util.concurrent.CompletableFuture#cancel] does not, in general: it marks the
    /// future, and the work goes on with nobody knowing; so the usual reading leaves it alone.
    default void cancel(CompletionStage<?> work) {}
}

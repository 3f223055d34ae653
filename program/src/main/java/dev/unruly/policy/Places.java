package dev.unruly.policy;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.ConcurrencyLimit;
import org.jspecify.annotations.Nullable;

/// What gives places at a route, or gave them: who holds one gives it back to it, so that whatever
/// gives places there next has to begin with those who are inside.
public record Places(@Nullable Bulkhead bulkhead, @Nullable ConcurrencyLimit concurrency) {

    static final Places NONE = new Places(null, null);

    static Places of(Shield shield) {
        return new Places(shield.bulkhead(), shield.concurrency());
    }

    /// These, and of the others what these have not.
    Places over(Places older) {
        return new Places(
                bulkhead == null ? older.bulkhead : bulkhead,
                concurrency == null ? older.concurrency : concurrency);
    }

    /// Without those in which nobody is.
    Places occupied() {
        boolean inBulkhead = bulkhead != null && bulkhead.snapshot().taken() > 0;
        boolean inLimit = concurrency != null && concurrency.snapshot().inside() > 0;
        return new Places(inBulkhead ? bulkhead : null, inLimit ? concurrency : null);
    }

    boolean none() {
        return equals(NONE);
    }
}

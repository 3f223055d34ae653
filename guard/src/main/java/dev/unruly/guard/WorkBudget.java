package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How much work may be done twice: one budget for retries and hedges together.
///
/// **Theory.** With w tries per wish at worst, a system stays out of the metastable region only below
/// C_stable = C / w of its capacity C (Huang et al., "Metastable failures in the wild", OSDI 2022,
/// theorem 2): with three retries below a quarter. A budget that is a share b of first tries makes
/// w ≤ 1 + b whatever fails, because it fails to grow with failures. Retries and hedges draw on the
/// same, since the dependency cannot tell them apart.
///
/// Each first try earns `share`; so much per second is there besides, for services that are asked
/// rarely; what was earned lasts for a time. After Finagle's RetryBudget (Twitter, 2016: 20 %, 10 a
/// second, 10 s). Within any window that the budget keeps,
///
///     spent ≤ share · first tries + least · lasts
///
/// holds exactly, with any number of threads: what is spent in a slot is one word, and a slot is
/// closed before the next is begun.
///
/// **Across layers**: who is asked for something that is itself a repetition ([Caller#repeated]) does
/// not multiply it, whatever is left here; see [Attempt].
///
/// **Values.** `share` from the capacity that is left: b < C / λ − 1, at most 10 % where C is not
/// known (Beyer et al., "Site Reliability Engineering", 2016, chapter 21); `leastPerSecond` so that
/// a test can see one retry; `lasts` about ten seconds. **Limits.** The window is ten slots, the
/// running one included: what was earned lasts between 0.9 and 1 times as long. At 93 % load even 10 %
/// are too much. Each process has a budget of its own.
///
/// Any thread, no locks, nothing allocated.
public final class WorkBudget {

    private static final int TAKEN = 0;
    private static final int EMPTY = 1;
    private static final int MARKED = 2;
    private static final int REPEATED = 3;

    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final Settings settings;
    private final double always;
    private final Slots earned;
    private final Tally tally = new Tally(4);

    /// The running slot's number, and above it how much was spent in it. All spending goes through
    /// this word.
    private final AtomicLong head = new AtomicLong();

    /// What was spent in slots that are over, in the same form.
    private final AtomicLongArray spent = new AtomicLongArray(Slots.SLOTS);

    /// How much may be done twice.
    ///
    /// @param share of first tries that may be done twice
    /// @param leastPerSecond that may be done twice besides
    /// @param lastsNanos for how long what was earned can be spent
    public record Settings(double share, double leastPerSecond, long lastsNanos)
            implements Setting {
        public Settings {
            Check.share("the share of a budget", share);
            Check.notNegative("the least per second", leastPerSecond);
            Check.positive("the time a budget lasts", lastsNanos);
        }
    }

    /// Decisions so far.
    ///
    /// @param first tries that earned
    /// @param taken repetitions that were granted
    /// @param empty repetitions refused because nothing was left
    /// @param marked repetitions refused because the call itself is one
    public record Snapshot(long first, long taken, long empty, long marked) {}

    public WorkBudget(Settings settings, long nowNanos) {
        this.settings = settings;
        this.always = settings.leastPerSecond * settings.lastsNanos / Nanos.PER_SECOND;
        this.earned = new Slots(1, settings.lastsNanos, nowNanos);
    }

    /// How often something was asked, for the first time or not.
    long asked() {
        return earned.total(0) + tally.sum(REPEATED);
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(earned.total(0), tally.sum(TAKEN), tally.sum(EMPTY), tally.sum(MARKED));
    }

    /// Something is asked. It earns if it is the first time.
    ///
    /// @param attempt how often the caller has asked for it, see [Caller#attempt]
    public void asked(int attempt, long nowNanos) {
        if (attempt == 1) {
            earned.count(earned.at(nowNanos));
        } else {
            tally.add(REPEATED);
        }
    }

    /// Takes the permission for one repetition, if there is one.
    ///
    /// @param attempt how often the caller has asked for it, see [Caller#attempt]
    public boolean tryTake(int attempt, long nowNanos) {
        if (attempt > 1) {
            tally.add(MARKED);
            return false;
        }
        long slot = earned.at(nowNanos);
        while (true) {
            long now = head.get();
            if (slotOf(now) < slot) {
                close(now);
                head.compareAndSet(now, word(slot, 0));
                continue;
            }
            long running = slotOf(now);
            long count = now & COUNT_MASK;
            if (count + earlier(running) + 1 > allowed(running) || count == COUNT_MASK) {
                tally.add(EMPTY);
                return false;
            }
            if (head.compareAndSet(now, now + 1)) {
                tally.add(TAKEN);
                return true;
            }
        }
    }

    /// How much could be taken now.
    public double left(long nowNanos) {
        long slot = Math.max(earned.at(nowNanos), slotOf(head.get()));
        long now = head.get();
        long taken = earlier(slot) + (slot - slotOf(now) < Slots.SLOTS ? now & COUNT_MASK : 0);
        return Math.max(0, allowed(slot) - taken);
    }

    /// The bound; a billionth more, since a tenth of thirty is not quite three.
    private double allowed(long slot) {
        return settings.share * earned.sum(slot, 0) + always + 1e-9;
    }

    /// Writes down what was spent in a slot before the next begins. Of several that do it at once
    /// the one that saw most is right: after the head has moved nobody spends in the slot any more.
    private void close(long word) {
        int index = (int) (slotOf(word) % Slots.SLOTS);
        long before = spent.get(index);
        while (before < word && !spent.compareAndSet(index, before, word)) {
            before = spent.get(index);
        }
    }

    /// What was spent in the nine slots before one.
    private long earlier(long slot) {
        long sum = 0;
        for (long s = Math.max(0, slot - Slots.SLOTS + 1); s < slot; s++) {
            long word = spent.get((int) (s % Slots.SLOTS));
            sum += slotOf(word) == s ? word & COUNT_MASK : 0;
        }
        return sum;
    }

    private static long slotOf(long word) {
        return word >>> COUNT_BITS;
    }

    private static long word(long slot, long count) {
        return slot << COUNT_BITS | count;
    }
}

package dev.unruly.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Counts over a sliding window: ten slots of time in a ring, in stripes as in [Tally].
///
/// A slot is one word: the round of the ring in its upper 22 bits, counts of one or three kinds
/// below, so that starting a slot anew and counting in it is one compare-and-set, and nothing of an
/// earlier round is ever counted. What happens at t counts until between 0.9 and 1 windows later.
///
/// Where there are three kinds, one slot of one stripe holds 16,383 of each; then all three are
/// halved, which leaves their shares as they are. A round comes again after 4,194,304 windows.
final class Slots {

    static final int SLOTS = 10;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int ROUND_SHIFT = 42;
    private static final long ROUND_MASK = (1L << (64 - ROUND_SHIFT)) - 1;
    private static final int STRIDE = 16;
    private static final int MOST_STRIPES = 8;

    private final long slotNanos;
    private final long originNanos;
    private final int bits;
    private final long most;
    private final int mask;
    private final long[] words;

    /// What was counted in slots that have been begun anew since.
    private final Tally past = new Tally(3);

    private final int kinds;

    /// @param kinds 1 or 3; everything counts as kind 0
    Slots(int kinds, long windowNanos, long originNanos) {
        this.kinds = kinds;
        this.bits = ROUND_SHIFT / kinds;
        this.most = (1L << bits) - 1;
        this.slotNanos = Math.max(1, windowNanos / SLOTS);
        this.originNanos = originNanos;
        int stripes = Tally.stripes(MOST_STRIPES);
        this.mask = stripes - 1;
        this.words = new long[(stripes + 1) * STRIDE];
    }

    /// The number of the slot of a moment; moments before the first count as the first.
    long at(long nowNanos) {
        return Math.max(0, nowNanos - originNanos) / slotNanos;
    }

    /// Counts one of kind 0.
    void count(long slot) {
        add(slot, 1);
    }

    /// Counts one of kind 0 that is of one or both of the others.
    void count(long slot, int second, int third) {
        add(slot, 1 | (long) second << bits | (long) third << (2 * bits));
    }

    /// Counts more than one of kind 0, where there is no other.
    void add(long slot, long increment) {
        int index = STRIDE * (Tally.stripe(mask) + 1) + (int) (slot % SLOTS);
        long round = slot / SLOTS & ROUND_MASK;
        while (true) {
            long word = (long) WORDS.getVolatile(words, index);
            long age = round - (word >>> ROUND_SHIFT) & ROUND_MASK;
            long next;
            long lost = 0;
            if (age == 0 && (word & most) == most) {
                next = halved(word) + increment;
                lost = word - halved(word);
            } else if (age == 0) {
                next = word + increment;
            } else if (age > ROUND_MASK / 2) {
                keep(increment);
                return; // another thread's clock is a whole window ahead: this is over
            } else {
                next = round << ROUND_SHIFT | increment;
                lost = word;
            }
            if (WORDS.compareAndSet(words, index, word, next)) {
                keep(lost);
                return;
            }
        }
    }

    /// Remembers counts that leave their slot.
    private void keep(long counts) {
        for (int kind = 0; counts != 0 && kind < kinds; kind++) {
            long count = counts >>> (kind * bits) & most;
            if (count > 0) {
                past.add(kind, count);
            }
        }
    }

    /// How many of a kind there have ever been; exact once all threads have ended.
    long total(int kind) {
        long sum = past.sum(kind);
        for (int base = STRIDE; base < words.length; base += STRIDE) {
            for (int i = 0; i < SLOTS; i++) {
                sum += (long) WORDS.getVolatile(words, base + i) >>> (kind * bits) & most;
            }
        }
        return sum;
    }

    private long halved(long word) {
        long second = word >>> bits & most;
        long third = word >>> (2 * bits) & most;
        return word >>> ROUND_SHIFT << ROUND_SHIFT
                | (third / 2) << (2 * bits)
                | (second / 2) << bits
                | (word & most) / 2;
    }

    /// How many of a kind there are in the window that ends with a slot.
    long sum(long slot, int kind) {
        long first = Math.max(0, slot - SLOTS + 1);
        int firstIndex = (int) (first % SLOTS);
        long firstRound = first / SLOTS & ROUND_MASK;
        int slots = (int) (slot - first) + 1;
        int shift = kind * bits;
        long sum = 0;
        for (int base = STRIDE; base < words.length; base += STRIDE) {
            int index = firstIndex;
            long round = firstRound;
            for (int i = 0; i < slots; i++) {
                long word = (long) WORDS.getVolatile(words, base + index);
                if (word >>> ROUND_SHIFT == round) {
                    sum += word >>> shift & most;
                }
                if (++index == SLOTS) {
                    index = 0;
                    round = round + 1 & ROUND_MASK;
                }
            }
        }
        return sum;
    }
}

package dev.unruly.policy;

import dev.unruly.guard.Ejection;
import org.jspecify.annotations.Nullable;

/// The instances of one dependency, by their numbers from 0, among which a request chooses.
///
/// It goes where the least is under way; where that is the same, first tries go in turn: an
/// instance that has become slow has more under way and so gets less, before anything is known of
/// it; in turn it would get as much as the others, and hold as much more of all places as it is
/// slower (Join the shortest queue: Winston, "Optimality of the shortest line discipline", 1977).
/// That one which fails at once attracts what others would answer is what ejection is for.
public final class Instances {

    /// No instance.
    public static final int NONE = -1;

    private final int[] underWay;
    private long turn;

    public Instances(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("instances must be >= 1, got " + count);
        }
        underWay = new int[count];
    }

    public int count() {
        return underWay.length;
    }

    /// Something more is asked of one.
    public void begins(int number) {
        underWay[number]++;
    }

    /// Something that was asked of one is over.
    public void ends(int number) {
        underWay[number]--;
    }

    /// Whether another one than that may be asked now.
    boolean others(int than, @Nullable Ejection ejection, long nowNanos) {
        for (int i = 0; i < underWay.length; i++) {
            if (i != than && !out(i, ejection, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /// Which one to ask: rather one that is left out than none, and rather the same than one that
    /// is left out.
    ///
    /// @param avoided to be asked only if there is no other; [#NONE]: none is
    int choose(int avoided, @Nullable Ejection ejection, long nowNanos) {
        int size = underWay.length;
        int first = (int) (turn % size);
        turn += avoided == NONE ? 1 : 0;
        int best = first;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            int one = (first + i) % size;
            int last = (out(one, ejection, nowNanos) ? 2 : 0) + (one == avoided ? 1 : 0);
            long rank = (long) last << Integer.SIZE | underWay[one];
            if (rank < least) {
                least = rank;
                best = one;
            }
        }
        return best;
    }

    private static boolean out(int one, @Nullable Ejection ejection, long nowNanos) {
        return ejection != null && ejection.out(one, nowNanos);
    }
}

package dev.unruly.guard;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// An instance that fails or lags behind the others is left out for a while.
///
/// **Theory.** A breaker sees a service; of ten instances one that is broken is ten percent, and
/// one that is slow is the tail of everything. Compared with its like it stands out. Once a tenth
/// of the window each instance with at least 20 answers is compared with the others: it is left out
/// if
///
/// - its mean time is more than `times` times the median of the others' means, in which only good
///   answers count and who has fewer than 20 of them does not, or
/// - of its n answers k failed, and P(X ≥ k) ≤ 0.001 where X ~ Binomial(n, p), p being `times`
///   times the others' share of failures together, but at least 5 % and at most 95 %.
///
/// Comparing with the others, not with a number, is what tells an outlier from a dependency that is
/// slow as a whole: there nobody stands out. Envoy ejects by failures alone (issue 288, open since
/// 2016).
///
/// It is left out for `for` · the number of times it was left out lately, at most eight; with each
/// time of that length that it has been well, one less. Of all instances at most a share is left
/// out, since the rest must carry the load. Who comes back begins with an empty window.
///
/// **Values.** `times` 2 to 3, above what instances differ when well; `for` 10 to 30 s; `most` at
/// most a half, and less than what the rest can carry. **Limits.** Of two instances the median of
/// the others is the other one, so one that answers quickly and wrongly, but not with a failure,
/// makes a right one look slow. Means are moved by single very long answers: give up in time.
///
/// Any thread, no locks; nothing allocated but once a tenth of the window.
public final class Ejection {

    private static final long WINDOW_NANOS = 10 * Nanos.PER_SECOND;
    private static final int LEAST_ANSWERS = 20;
    private static final int MOST_AGAIN = 8;
    private static final double LEAST_FAILURES = 0.05;
    private static final double MOST_FAILURES = 0.95;

    private static final int SLOW = 0;
    private static final int FAILING = 1;
    private static final int SPARED = 2;

    private final Settings settings;
    private final Instance[] instances;
    private final int most;
    private final AtomicInteger out = new AtomicInteger();
    private final AtomicLong looksNanos;
    private final Tally tally = new Tally(3);

    /// What stands out, and what follows.
    ///
    /// @param times how many times the others' median is too slow
    /// @param forNanos the first time; longer when it comes again
    /// @param most the share of instances that may be left out
    public record Settings(double times, long forNanos, double most) {
        public Settings {
            if (!(times > 1 && times < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("times must be > 1 and finite, got " + times);
            }
            Check.positive("the time it is left out", forNanos);
            Check.share("the share that may be left out", most);
        }
    }

    /// Where it stands, and decisions so far.
    ///
    /// @param out instances that are left out
    /// @param slow decisions because one lagged behind
    /// @param failing decisions because one failed
    /// @param spared would have been left out, but too many were already
    public record Snapshot(int out, long slow, long failing, long spared) {}

    /// Where one instance stands.
    ///
    /// @param outNanos for how long it is still left out; 0: it is not
    /// @param answers of the last window
    /// @param failed of these
    /// @param meanNanos that they took; 0: there were none
    public record Standing(long outNanos, long answers, long failed, long meanNanos) {}

    private static final class Instance {
        private final Slots answers;
        private final Slots micros;

        /// Of good answers alone: one that refuses at once is not fast.
        private final Slots goodMicros;

        /// Until when it is left out; 0: it is not.
        private final AtomicLong untilNanos = new AtomicLong();

        /// Slots that are added to the time, so that a window begins empty.
        private final AtomicLong skipped = new AtomicLong();

        private volatile long backNanos;
        private volatile int again;

        Instance(long nowNanos) {
            this.answers = new Slots(3, WINDOW_NANOS, nowNanos);
            this.micros = new Slots(1, WINDOW_NANOS, nowNanos);
            this.goodMicros = new Slots(1, WINDOW_NANOS, nowNanos);
        }

        /// By the one thread that has let it in again.
        void startAnew() {
            skipped.addAndGet(Slots.SLOTS);
        }

        long slot(long nowNanos) {
            return answers.at(nowNanos) + skipped.get();
        }
    }

    public Ejection(Settings settings, int instances, long nowNanos) {
        Check.atLeast("instances", 1, instances);
        this.settings = settings;
        this.instances = new Instance[instances];
        for (int i = 0; i < instances; i++) {
            this.instances[i] = new Instance(nowNanos);
        }
        this.most = (int) (settings.most * instances + 1e-9);
        this.looksNanos = new AtomicLong(nowNanos);
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(out.get(), tally.sum(SLOW), tally.sum(FAILING), tally.sum(SPARED));
    }

    /// Where an instance stands; changes nothing.
    public Standing standing(int instance, long nowNanos) {
        Instance one = instances[instance];
        long slot = one.slot(nowNanos);
        long answers = one.answers.sum(slot, 0);
        long meanNanos = answers == 0 ? 0 : one.micros.sum(slot, 0) * 1_000 / answers;
        long outNanos = Math.max(0, one.untilNanos.get() - nowNanos);
        return new Standing(outNanos, answers, one.answers.sum(slot, 1), meanNanos);
    }

    /// Whether an instance is left out now.
    public boolean out(int instance, long nowNanos) {
        Instance one = instances[instance];
        long until = one.untilNanos.get();
        if (until == 0) {
            return false;
        }
        if (nowNanos < until) {
            return true;
        }
        if (one.untilNanos.compareAndSet(until, 0)) {
            one.backNanos = nowNanos;
            one.startAnew();
            out.getAndDecrement();
        }
        return false;
    }

    /// An instance has answered well.
    public void succeeded(int instance, long tookNanos, long nowNanos) {
        count(instance, 0, tookNanos, nowNanos);
    }

    /// An instance has failed, or was given up.
    public void failed(int instance, long tookNanos, long nowNanos) {
        count(instance, 1, tookNanos, nowNanos);
    }

    private void count(int instance, int failed, long tookNanos, long nowNanos) {
        Instance one = instances[instance];
        long slot = one.slot(nowNanos);
        one.answers.count(slot, failed, 0);
        one.micros.add(slot, tookNanos / 1_000);
        if (failed == 0) {
            one.goodMicros.add(slot, tookNanos / 1_000);
        }
        long looks = looksNanos.get();
        if (nowNanos >= looks
                && looksNanos.compareAndSet(looks, nowNanos + WINDOW_NANOS / Slots.SLOTS)) {
            look(nowNanos);
        }
    }

    private void look(long nowNanos) {
        int count = instances.length;
        var means = new double[count];
        var goodMeans = new double[count];
        var answers = new long[count];
        var failures = new long[count];
        for (int i = 0; i < count; i++) {
            Instance one = instances[i];
            if (!out(i, nowNanos)) {
                long slot = one.slot(nowNanos);
                answers[i] = one.answers.sum(slot, 0);
                failures[i] = one.answers.sum(slot, 1);
                means[i] = one.micros.sum(slot, 0) / Math.max(1.0, answers[i]);
                long good = answers[i] - failures[i];
                goodMeans[i] =
                        good < LEAST_ANSWERS
                                ? Double.NaN
                                : one.goodMicros.sum(slot, 0) / (double) good;
            } else {
                goodMeans[i] = Double.NaN;
            }
        }
        for (int i = 0; i < count; i++) {
            if (answers[i] >= LEAST_ANSWERS) {
                if (means[i] > settings.times * medianOfOthers(goodMeans, i)) {
                    leaveOut(instances[i], SLOW, nowNanos);
                } else if (failsMore(answers, failures, i)) {
                    leaveOut(instances[i], FAILING, nowNanos);
                }
            }
        }
    }

    /// Infinite where there are no others to compare with.
    private static double medianOfOthers(double[] means, int own) {
        var others = new double[means.length];
        int size = 0;
        for (int i = 0; i < means.length; i++) {
            if (i != own && !Double.isNaN(means[i])) {
                others[size++] = means[i];
            }
        }
        Arrays.sort(others, 0, size);
        return size == 0
                ? Double.POSITIVE_INFINITY
                : (others[(size - 1) / 2] + others[size / 2]) / 2;
    }

    private boolean failsMore(long[] answers, long[] failures, int own) {
        long all = 0;
        long bad = 0;
        for (int i = 0; i < answers.length; i++) {
            all += i == own ? 0 : answers[i];
            bad += i == own ? 0 : failures[i];
        }
        double share =
                Math.clamp(settings.times * bad / Math.max(1, all), LEAST_FAILURES, MOST_FAILURES);
        return all > 0
                && failures[own] > share * answers[own]
                && Binomial.atLeast(failures[own], answers[own], share) <= CircuitBreaker.SURE;
    }

    private void leaveOut(Instance one, int why, long nowNanos) {
        int now = out.get();
        while (now < most) {
            if (out.compareAndSet(now, now + 1)) {
                long well = (nowNanos - one.backNanos) / settings.forNanos;
                int again = Math.clamp(one.again - well, 0, MOST_AGAIN - 1) + 1;
                long until = Nanos.after(nowNanos, settings.forNanos * again);
                if (one.untilNanos.compareAndSet(0, until)) {
                    one.again = again;
                    tally.add(why);
                } else {
                    // Whoever looked at the same moment has left it out already.
                    out.getAndDecrement();
                }
                return;
            }
            now = out.get();
        }
        tally.add(SPARED);
    }
}

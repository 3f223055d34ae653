package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;

/// How often a call may be tried again: as often as fits into the caller's deadline, and no more
/// than two times ("Handling overload" in Betsy Beyer et al., "Site Reliability Engineering", 2016,
/// has three attempts). The pause before the k-th retry is uniform up to min(10 b, b · 2^(k−1))
/// with b the median of the answers, so that those who failed together spread over at least the
/// time that one answer takes. How many retries there may be in all is for the work budget to say.
///
/// @param most retries of one call
public record RetryRule(int most) {

    /// Two retries.
    public static final RetryRule USUAL = new RetryRule(2);

    private static final int LEAST_ANSWERS = 30;
    private static final int LONGEST = 10;

    public RetryRule {
        if (most < 1) {
            throw new IllegalArgumentException("retries must be >= 1, got " + most);
        }
    }

    /// The retries of a place.
    ///
    /// @param timeoutNanos of one try; 0: there is none
    public Derived<RetrySetting> of(Known known, long timeoutNanos) {
        if (!known.repeatable()) {
            return new Derived.Refused<>(
                    "asking twice may do harm: it is not known to be idempotent, nor to carry a"
                            + " key");
        }
        long answers = known.answered().count();
        if (answers < LEAST_ANSWERS) {
            return new Derived.Refused<>(
                    say(
                            "%s were seen; %d are needed to know how long a pause should be",
                            Words.count(answers, "answer"), LEAST_ANSWERS));
        }
        if (timeoutNanos == 0) {
            return new Derived.Refused<>("without a timeout nobody knows when to try again");
        }
        long base = Math.max(1, known.answered().quantile(0.5));
        int fitting = most;
        long deadline = known.deadlineNanos();
        while (deadline > 0 && fitting > 0 && longest(fitting, timeoutNanos, base) > deadline) {
            fitting--;
        }
        if (fitting == 0) {
            return new Derived.Refused<>(
                    say(
                            "two tries of %s with a pause of up to %s exceed the %s that the caller"
                                    + " waits",
                            Words.nanos(timeoutNanos), Words.nanos(base), Words.nanos(deadline)));
        }
        double longest = longest(fitting, timeoutNanos, base);
        String because =
                say(
                                "%d tries with pauses from the median of %s on take at most %s",
                                1 + fitting, Words.nanos(base), Words.nanos(longest))
                        + (deadline == 0
                                ? "; no deadline is known"
                                : say("; the caller waits %s", Words.nanos(deadline)));
        var policy = new Policy.Retry(fitting, base, LONGEST * base);
        return new Derived.Found<>(new RetrySetting(policy, longest), because);
    }

    /// How long a call takes at most.
    static double longest(int retries, long timeoutNanos, long baseNanos) {
        return longest(
                new Policy.Retry(Math.max(1, retries), baseNanos, LONGEST * baseNanos),
                timeoutNanos);
    }

    /// How long a call takes at most.
    static double longest(Policy.Retry retry, long timeoutNanos) {
        double sum = (1.0 + retry.most()) * timeoutNanos;
        double pause = retry.baseNanos();
        for (int i = 0; i < retry.most(); i++) {
            sum += Math.min(pause, retry.mostNanos());
            pause *= 2;
        }
        return sum;
    }
}

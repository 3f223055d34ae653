package dev.unruly.learn;

import dev.unruly.learn.Learned.Reacts;
import dev.unruly.learn.Step.Try;
import dev.unruly.stats.IntervalSample;
import dev.unruly.stats.Proportion;
import org.jspecify.annotations.Nullable;

/// The estimator of what people do after trouble: after failures, or after waits that they gave up.
///
/// An answer that came, and came well, is no trouble, also if the same is then asked for again:
/// that is how people reload a page.
final class ReactionsOf {

    /// Less trouble than this is a prior's business.
    static final int LEAST = 10;

    /// Who asks again within this many seconds does so at once.
    static final double AT_ONCE = 10;

    /// What trouble is meant.
    enum Trouble {
        /// The answer was a failure.
        FAILED,
        /// The wait was given up, or the same was asked for again while it lasted.
        SLOW
    }

    private static final double Z = 1.959963984540054;

    private final Trouble trouble;
    private final IntervalSample pauses;
    private long again;
    private long later;
    private long leave;
    private long goOn;
    private long wishes;
    private double tries;
    private double squares;

    ReactionsOf(Trouble trouble, Settings settings) {
        this.trouble = trouble;
        pauses = settings.times();
    }

    void add(Walk walk) {
        for (int i = 0; i < walk.steps().size(); i++) {
            boolean last = i == walk.steps().size() - 1;
            Step step = walk.steps().get(i);
            add(step, last ? null : walk.steps().get(i + 1));
        }
    }

    /// After the last try people leave, come back to the same later, or want something else.
    private void add(Step step, @Nullable Step next) {
        long before = again + later + leave + goOn;
        for (Try further : step.tries()) {
            if (!meant(further)) {
                continue;
            }
            double waited = further.afterTookSeconds();
            double pause = further.gapSeconds() - (Double.isNaN(waited) ? 0 : waited);
            if (pause <= AT_ONCE) {
                again++;
            } else {
                later++;
                pauses.add(pause, 1);
            }
        }
        boolean meant =
                switch (step.ending()) {
                    case ANSWERED -> false;
                    case FAILED -> trouble == Trouble.FAILED;
                    case LEFT_EARLY, LEFT_PARTS -> trouble == Trouble.SLOW;
                };
        if (meant && next == null) {
            leave++;
        } else if (meant && next != null) {
            boolean same = next.state() == step.state() && next.item() == step.item();
            later += same ? 1 : 0;
            goOn += same ? 0 : 1;
            if (same) {
                pauses.add(pause(step, next), 1);
            }
        }
        if (again + later + leave + goOn > before) {
            double count = 1.0 + step.tries().size();
            wishes++;
            tries += count;
            squares += count * count;
        }
    }

    private static double pause(Step step, Step then) {
        double think = step.thinkSeconds();
        return Double.isNaN(think) ? (then.atMillis() - step.atMillis()) / 1e3 : think;
    }

    private boolean meant(Try further) {
        boolean left =
                further.afterLeft()
                        || (!further.afterFailure()
                                && further.gapSeconds() < further.afterTookSeconds());
        return switch (trouble) {
            case FAILED -> further.afterFailure();
            case SLOW -> left;
        };
    }

    Reacts learned() {
        long all = again + later + leave + goOn;
        if (all < LEAST) {
            return prior(all);
        }
        double mean = tries / wishes;
        double variance = Math.max(0, squares / wishes - mean * mean);
        double by = Z * StrictMath.sqrt(variance / wishes);
        return new Reacts(
                all,
                share(again, all),
                share(later, all),
                share(leave, all),
                share(goOn, all),
                Figure.learned(mean, Math.max(1, mean - by), mean + by, wishes),
                ThinkTimes.of(pauses, ThinkTimes.PRIOR));
    }

    private static Figure share(long count, long all) {
        var share = new Proportion(count, all);
        return Figure.learned(share.share(), share.wilson(Figure.LEVEL), all);
    }

    /// No measurement stands behind these: most ask again once or leave.
    private Reacts prior(long all) {
        boolean slow = trouble == Trouble.SLOW;
        return new Reacts(
                all,
                Figure.prior(slow ? 0.4 : 0.5),
                Figure.prior(0.1),
                Figure.prior(slow ? 0.4 : 0.3),
                Figure.prior(0.1),
                Figure.prior(1.5),
                ThinkTimes.PRIOR);
    }
}

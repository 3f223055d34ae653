package dev.unruly.engine;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Pick;
import dev.unruly.chance.Purpose;
import dev.unruly.model.Journey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a journey as one kind of user walks it, ready to be played.
final class Step {

    private final int index;
    private final Ask main;
    private final List<Ask> with;
    private final boolean signedIn;
    private final double patienceFactor;
    private final Distribution thinkSeconds;
    private final Setting[] settings;
    private final int[] next;
    private final double[] shares;
    private final Condition[] conditions;

    /// Null when there are guards.
    private final @Nullable Pick unguarded;

    Step(int index, Journey.State state, Ask main, List<Ask> with, Glossary glossary) {
        this.index = index;
        this.main = main;
        this.with = List.copyOf(with);
        this.signedIn = state.signedIn();
        this.patienceFactor = state.patienceFactor();
        this.thinkSeconds = state.thinkSeconds();
        this.settings =
                state.sets().stream().map(s -> Setting.of(s, glossary)).toArray(Setting[]::new);
        this.next = state.next().stream().mapToInt(Journey.Edge::to).toArray();
        this.shares = state.next().stream().mapToDouble(e -> e.share().value()).toArray();
        this.conditions =
                state.next().stream()
                        .map(edge -> Condition.of(edge.guard(), glossary))
                        .toArray(Condition[]::new);
        this.unguarded =
                List.of(conditions).stream().allMatch(c -> c == Condition.ALWAYS)
                        ? Pick.byWeight(shares)
                        : null;
    }

    /// Its place in the journey.
    int index() {
        return index;
    }

    /// The page's own request.
    Ask main() {
        return main;
    }

    /// Its sub-resources.
    List<Ask> with() {
        return with;
    }

    /// Whether the user must have signed in.
    boolean signedIn() {
        return signedIn;
    }

    /// By which patience is longer here.
    double patienceFactor() {
        return patienceFactor;
    }

    /// How long a user stays here before the wish with number `intent`.
    long thinkNanos(Draws draws, long user, int intent) {
        return Nanos.ofSeconds(
                thinkSeconds.quantile(draws.uniform(user, intent, Purpose.THINK, 0)));
    }

    /// Makes the assignments of an answered wish.
    void settle(long user, int intent, Belongings belongings, Ink scratch) {
        for (Setting setting : settings) {
            setting.apply(user, intent, belongings, scratch);
        }
    }

    /// Makes those assignments that can be told in advance.
    void foresee(long user, int intent, Belongings belongings, Ink scratch) {
        for (Setting setting : settings) {
            if (setting.foreseeable()) {
                setting.apply(user, intent, belongings, scratch);
            }
        }
    }

    /// The index of the state where a user goes whose wish was answered, or [Journey#LEAVE].
    int follow(Draws draws, long user, int intent, Belongings belongings, Ink scratch) {
        return unguarded != null
                ? next[unguarded.at(draws.uniform(user, intent, Purpose.PATH, 0))]
                : guarded(draws, user, intent, belongings, scratch, false);
    }

    /// The same as far as it can be told in advance: a guard that hangs on an answer holds.
    int foreseeNext(Draws draws, long user, int intent, Belongings belongings, Ink scratch) {
        return unguarded != null
                ? next[unguarded.at(draws.uniform(user, intent, Purpose.PATH, 0))]
                : guarded(draws, user, intent, belongings, scratch, true);
    }

    private int guarded(
            Draws draws,
            long user,
            int intent,
            Belongings belongings,
            Ink scratch,
            boolean inAdvance) {
        double sum = 0;
        double[] weights = new double[shares.length];
        for (int i = 0; i < shares.length; i++) {
            Condition condition = conditions[i];
            boolean open =
                    (inAdvance && !condition.foreseeable())
                            || condition.holds(user, intent, belongings, scratch);
            weights[i] = open ? shares[i] : 0;
            sum += weights[i];
        }
        return sum == 0
                ? Journey.LEAVE
                : next[Pick.among(weights, draws.uniform(user, intent, Purpose.PATH, 0))];
    }
}

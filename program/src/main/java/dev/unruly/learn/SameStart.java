package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Puts sessions that began at the same moment into an order of their own, which does not hang on
/// how people were coded: the same evidence then always gives the same. Those that are equal in all
/// that is compared are the same to everybody.
final class SameStart implements Consumer<Walk> {

    private static final Comparator<Step> STEPS =
            Comparator.comparingInt(Step::state)
                    .thenComparingInt(Step::item)
                    .thenComparingLong(Step::atMillis)
                    .thenComparingDouble(Step::tookSeconds)
                    .thenComparing(Step::ending)
                    .thenComparingInt(step -> step.tries().size());

    private static final Comparator<Walk> WALKS =
            Comparator.comparingInt((Walk walk) -> walk.steps().size())
                    .thenComparingInt(Walk::region)
                    .thenComparing((a, b) -> byStep(a.steps(), b.steps()));

    private final Consumer<Walk> to;
    private final List<Walk> together = new ArrayList<>();

    SameStart(Consumer<Walk> to) {
        this.to = to;
    }

    @Override
    public void accept(Walk walk) {
        if (!together.isEmpty() && together.getFirst().startMillis() != walk.startMillis()) {
            end();
        }
        together.add(walk);
    }

    void end() {
        together.sort(WALKS);
        together.forEach(to);
        together.clear();
    }

    private static int byStep(List<Step> one, List<Step> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int compared = STEPS.compare(one.get(i), other.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }
}

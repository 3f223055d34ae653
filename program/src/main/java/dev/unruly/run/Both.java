package dev.unruly.run;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Visit;

/// Tells two chronicles the same, the first one first.
public record Both(Chronicle first, Chronicle second) implements Chronicle {

    @Override
    public void visits(Visit visit) {
        first.visits(visit);
        second.visits(visit);
    }

    @Override
    public void wishes(Intention intention) {
        first.wishes(intention);
        second.wishes(intention);
    }

    @Override
    public void requested(Observation observation) {
        first.requested(observation);
        second.requested(observation);
    }

    @Override
    public void concluded(Conclusion conclusion) {
        first.concluded(conclusion);
        second.concluded(conclusion);
    }

    @Override
    public void dependency(DependencySecond figures) {
        first.dependency(figures);
        second.dependency(figures);
    }

    @Override
    public void guarded(GuardSecond figures) {
        first.guarded(figures);
        second.guarded(figures);
    }

    @Override
    public void routed(RouteSecond figures) {
        first.routed(figures);
        second.routed(figures);
    }

    @Override
    public void generator(GeneratorSecond figures) {
        first.generator(figures);
        second.generator(figures);
    }

    @Override
    public void mark(Mark mark) {
        first.mark(mark);
        second.mark(mark);
    }
}

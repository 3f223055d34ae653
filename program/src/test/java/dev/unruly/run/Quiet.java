package dev.unruly.run;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Visit;

/// Writes nothing down.
class Quiet implements Chronicle {
    @Override
    public void visits(Visit visit) {}

    @Override
    public void wishes(Intention intention) {}

    @Override
    public void requested(Observation observation) {}

    @Override
    public void concluded(Conclusion conclusion) {}

    @Override
    public void dependency(DependencySecond second) {}

    @Override
    public void generator(GeneratorSecond second) {}

    @Override
    public void mark(Mark mark) {}
}

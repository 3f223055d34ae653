package dev.unruly.model;

/// Hears everything and heeds nothing: for those who want a part of it.
public class Quiet implements Chronicle {
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

package dev.unruly.chance;

/// The number by which a run is repeated. Printed by every run; typed back, users would do the same
/// again.
///
/// Neighbouring seeds give unrelated draws, so 1, 2, 3 … are good seeds.
public record Seed(long value) {

    /// The draws of one purpose-built stream, such as `users` or `arrivals.0`. Streams of different
    /// names are independent, so a part that starts to draw disturbs no other part.
    public Draws stream(String name) {
        return new Draws(Mix.mix(value ^ Mix.hash(name)));
    }
}

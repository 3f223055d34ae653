package dev.unruly.model;

import java.util.List;

/// The reactions of a persona to one kind of trouble, with how often each is chosen.
///
/// @param choices in the order in which they are drawn from; their shares sum to 1
public record Reactions(List<Choice> choices) {

    /// One reaction and its share.
    public record Choice(Reaction reaction, Share share) {}

    public Reactions {
        choices = List.copyOf(choices);
        double sum = choices.stream().mapToDouble(c -> c.share().value()).sum();
        if (Math.abs(sum - 1) > 1e-6) {
            throw new IllegalArgumentException("shares of reactions must sum to 1, got " + sum);
        }
    }
}

package dev.unruly.advise;

import java.util.function.Function;

/// What a derivation gives: a value, or why there is none. Either says so in one sentence with its
/// figures.
public sealed interface Derived<T> {

    /// The figures that the value, or its absence, follows from.
    String because();

    /// The same with another value, if there is one.
    default <R> Derived<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Found<T>(T value, String because) -> new Found<>(change.apply(value), because);
            case Refused<T>(String because) -> new Refused<>(because);
        };
    }

    /// There is one.
    record Found<T>(T value, String because) implements Derived<T> {}

    /// There is none: the sentence names the number and the bound.
    record Refused<T>(String because) implements Derived<T> {}
}

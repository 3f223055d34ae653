package dev.unruly.gateway;

import java.util.List;

/// What came of asking a gateway for something.
public sealed interface Answered<T> {

    /// It is done.
    record Done<T>(T result) implements Answered<T> {}

    /// Nothing has changed.
    ///
    /// @param why all that is wrong, as people read it
    record Refused<T>(List<String> why) implements Answered<T> {
        public Refused {
            why = List.copyOf(why);
        }
    }

    /// Nothing has changed, for one reason.
    static <T> Answered<T> refused(String why) {
        return new Refused<>(List.of(why));
    }
}

package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What others are told of an answer, who wait for the same.
///
/// @param copying writes it along; null: nobody waits
/// @param whenOver hears of it once
record Telling(@Nullable Copying copying, Consumer<Optional<Copy>> whenOver) {

    /// There are no others.
    static final Telling NOBODY = new Telling(null, answer -> {});

    void head(AnswerHead head) {
        if (copying != null) {
            copying.head(head);
        }
    }

    void body(Bytes bytes) {
        if (copying != null) {
            copying.body(bytes);
        }
    }

    /// @param whole whether the answer has come to its end
    void over(boolean whole) {
        whenOver.accept(whole && copying != null ? copying.whole() : Optional.empty());
    }
}

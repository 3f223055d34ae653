package dev.unruly.gateway;

import dev.unruly.world.Head;

/// The head of an answer.
sealed interface AnswerHead extends Head permits OwnHead, RelayedHead {

    /// Its status.
    int status();

    /// When to come again; 0: nothing is said of it.
    int retryAfterSeconds();
}

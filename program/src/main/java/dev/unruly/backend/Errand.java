package dev.unruly.backend;

import dev.unruly.guard.Repeat;
import dev.unruly.model.Policy.Sharing;
import java.util.List;
import java.util.Optional;

/// One request that is to cross a link.
///
/// @param far what is done for it there, by instance
/// @param turn the instance that it comes to unless one is chosen for it
/// @param attempt 1: asked for the first time
/// @param repeat whether it may be asked twice
/// @param page what it asks for; empty: something that nobody else gets
/// @param person who asks, as of [dev.unruly.policy.Repeats#person]
record Errand(
        Job job,
        List<Act> far,
        int turn,
        int attempt,
        Repeat repeat,
        Optional<String> page,
        long person) {

    /// What is the same for all who ask so; empty: it is nobody else's.
    Optional<String> key(Sharing sharedBy) {
        return page.map(at ->
                switch (sharedBy) {
                    case EVERYBODY -> at;
                    case ONE_PERSON -> at + "\n" + person;
                });
    }

    /// The same, asked for before.
    Errand again() {
        return new Errand(job, far, turn, 2, repeat, page, person);
    }

    /// The same of the link's own, for which nobody waits.
    Errand behind(int otherTurn) {
        return new Errand(job.behind(), far, otherTurn, 1, repeat, page, person);
    }
}

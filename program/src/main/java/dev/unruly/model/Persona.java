package dev.unruly.model;

import dev.unruly.chance.Distribution;

/// A kind of user.
///
/// @param name as written in the population
/// @param share of the users, all personas together are 1
/// @param journey the name of the journey they walk
/// @param client the software in their hand
/// @param patienceSeconds how long they wait for an answer before they react
/// @param whenSlow what they do then
/// @param whenFailed what they do when a failure shows
/// @param noticeSeconds how long they look at a failure before they react
/// @param tries attempts per intent at the most (the client's own retries are not counted), at
///   least 1
/// @param weary by how much the weight of leaving grows with each attempt, at least 1
public record Persona(
        String name,
        Share share,
        String journey,
        Client client,
        Distribution patienceSeconds,
        Reactions whenSlow,
        Reactions whenFailed,
        Distribution noticeSeconds,
        int tries,
        double weary) {

    public Persona {
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be >= 1, got " + tries);
        }
        if (!(weary >= 1)) {
            throw new IllegalArgumentException("weary must be >= 1, got " + weary);
        }
    }
}

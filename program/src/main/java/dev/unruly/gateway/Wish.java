package dev.unruly.gateway;

/// What a person wants of a policy, and for how long.
///
/// @param dependency by its name
/// @param route as in `policies:`; empty: what holds for the whole listener
/// @param policy its key in files; [#ALL]: all of the listener, which can only be switched off
/// @param by who wants it, as they call themselves
public record Wish(
        String dependency, String route, String policy, Change change, long forNanos, String by) {

    /// All policies of a listener.
    public static final String ALL = "all";

    /// A quarter of an hour: long enough for an incident's next step, short enough to be forgotten.
    public static final long USUAL_NANOS = 15 * 60 * 1_000_000_000L;

    /// A second: who wants less has the wrong unit.
    public static final long LEAST_NANOS = 1_000_000_000L;

    /// A day. What is to stay longer belongs into the file.
    public static final long MOST_NANOS = 24 * 3_600 * 1_000_000_000L;

    private static final int LONGEST_NAME = 80;

    public Wish {
        if (forNanos < LEAST_NANOS || forNanos > MOST_NANOS) {
            throw new IllegalArgumentException(
                    "an override lasts from 1 s to 86400 s, got " + forNanos / 1e9 + " s");
        }
        if (by.isBlank() || by.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "who overrides has a name of 1 to 80 characters, got " + by.length());
        }
        if (by.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "who overrides has a name without control characters");
        }
        boolean fits =
                switch (change) {
                    case Change.Off _ -> true;
                    case Change.Put(var put) -> put.key().equals(policy);
                    case Change.HeldOpen _, Change.HeldClosed _ -> policy.equals("breaker");
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "only a breaker is held open or closed, and only its own settings are put, got "
                            + policy);
        }
    }

    /// Whether it is about the same policies.
    boolean sameAs(Wish other) {
        return concerns(other.dependency, other.route, other.policy);
    }

    /// Whether it is about exactly this policy.
    boolean concerns(String otherDependency, String otherRoute, String otherPolicy) {
        return dependency.equals(otherDependency)
                && policy.equals(otherPolicy)
                && (policy.equals(ALL) || route.equals(otherRoute));
    }
}

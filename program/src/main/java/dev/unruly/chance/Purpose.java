package dev.unruly.chance;

/// What a draw is for.
///
/// The number is part of the draw's key: it never changes and is never used again. New purposes go
/// to the end, so that a seed gives the same users in the next release.
public enum Purpose {
    /// When a user begins.
    START(1),
    PERSONA(2),
    REGION(3),
    /// Which state follows in the journey.
    PATH(4),
    THINK(5),
    PATIENCE(6),
    REACTION(7),
    /// How long someone stays away who comes back later.
    PAUSE(8),
    /// Which record of a feed.
    FEED(9),
    ACCOUNT(10),
    /// A spread that only keeps things from happening all at once.
    JITTER(11),
    ROAD_LOSS(12),
    ROAD_JITTER(13),
    /// The client software's own back-off.
    RETRY_JITTER(14),
    /// The network address a user calls from.
    ADDRESS(15),
    HOT_ITEM(16),
    /// How many others a visitor brings along.
    CLUSTER_SIZE(17),
    /// How long after a visitor those come.
    CLUSTER_DELAY(18),
    FAULT(19),
    SERVICE_TIME(20),
    /// The gap to the next arrival of a point process.
    GAP(21),
    /// Whether a candidate of an inhomogeneous process is kept.
    THINNING(22),
    /// A value made up for a request.
    VALUE(23),
    /// Whether something is taken into a sample.
    SAMPLE(24),
    /// How long someone looks at a failure before they react.
    NOTICE(25),
    /// The chance of policies.
    GUARD(26),
    /// In which state a user's journey begins.
    ENTRANCE(27);

    private final int number;

    Purpose(int number) {
        this.number = number;
    }

    /// The place in a draw's key, in [1, 255].
    int number() {
        return number;
    }
}

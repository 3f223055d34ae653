package dev.unruly.engine;

import dev.unruly.chance.Digest;
import dev.unruly.chance.Key128;

/// What users would do, as a fingerprint: one record per user who wishes anything during the plan,
/// and one per wish.
final class Schedule {

    private static final long USER = 1;
    private static final long WISH = 2;

    private Schedule() {}

    /// The fingerprint of a plan's nominal paths: added up over the loops' shares, it is the same
    /// for any number of loops.
    static Key128 of(Plan plan, int loops) {
        Key128 sum = Key128.ZERO;
        for (int index = 0; index < loops; index++) {
            sum = sum.plus(of(plan, new Slice(index, loops)));
        }
        return sum;
    }

    private static Key128 of(Plan plan, Slice slice) {
        var digest = new Digest();
        Census.Taker taker =
                (path, start, region, process) -> {
                    if (path.atNanos() < plan.horizonNanos()) {
                        addUser(digest, path.user(), start, path.kind().index(), region);
                        addWishes(digest, path, plan.horizonNanos());
                    }
                };
        var census = new Census(plan, slice);
        census.standing(0, taker);
        census.starting(plan.horizonNanos(), taker);
        return digest.sum();
    }

    private static void addWishes(Digest digest, Nominal path, long horizonNanos) {
        do {
            addWish(
                    digest,
                    path.user(),
                    path.intent(),
                    path.step().main().endpoint(),
                    path.thinkNanos(),
                    path.patienceNanos());
        } while (path.next() && path.atNanos() < horizonNanos);
    }

    static void addUser(Digest digest, long user, long startNanos, int persona, int region) {
        digest.begin(USER).field(user).field(startNanos).field(persona).field(region).end();
    }

    static void addWish(
            Digest digest,
            long user,
            int intent,
            int endpoint,
            long thinkNanos,
            long patienceNanos) {
        digest.begin(WISH)
                .field(user)
                .field(intent)
                .field(endpoint)
                .field(thinkNanos)
                .field(patienceNanos)
                .end();
    }
}

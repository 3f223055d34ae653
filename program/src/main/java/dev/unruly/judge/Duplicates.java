package dev.unruly.judge;

import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import java.util.HashMap;
import java.util.Map;

/// How often wishes that must happen once happened once more, or may have. Who pays three times has
/// two orders too many, so what is counted is what is beyond the first.
final class Duplicates {

    /// A user's wish.
    private record Wish(long user, int intent) {}

    /// What is known of a wish's attempts.
    private static final class Fates {
        final int endpoint;
        int successes;
        int unknown;

        Fates(int endpoint) {
            this.endpoint = endpoint;
        }

        int confirmed() {
            return beyondFirst(successes);
        }
    }

    private final boolean[] once;
    private final Map<Wish, Fates> fates = new HashMap<>();

    /// @param once by endpoint, whether it must happen once
    Duplicates(boolean[] once) {
        this.once = once.clone();
    }

    void add(Observation o) {
        if (o.part() != 0 || !once[o.endpoint()] || o.sentNanos() < 0) {
            return;
        }
        var wish = new Wish(o.user(), o.intent());
        Fates known = fates.computeIfAbsent(wish, any -> new Fates(o.endpoint()));
        if (o.outcome() == Outcome.OK) {
            known.successes++;
        } else if (fateUnknown(o)) {
            known.unknown++;
        }
    }

    /// Whether the request may have had its effect without the user learning it. An answer with a
    /// status says what became of it, save for one that a gateway gives in another's place (502,
    /// 504).
    private static boolean fateUnknown(Observation o) {
        return o.status() == 0 || o.status() < 400 || o.status() == 502 || o.status() == 504;
    }

    /// Successes beyond the first.
    long confirmed(int endpoint) {
        return fates.values().stream()
                .filter(f -> of(f, endpoint))
                .mapToLong(Fates::confirmed)
                .sum();
    }

    /// What further is beyond the first if every attempt of unknown fate had its effect.
    long possible(int endpoint) {
        return fates.values().stream()
                .filter(f -> of(f, endpoint))
                .mapToLong(f -> beyondFirst(f.successes + f.unknown) - f.confirmed())
                .sum();
    }

    private static int beyondFirst(int times) {
        return Math.max(0, times - 1);
    }

    private static boolean of(Fates f, int endpoint) {
        return endpoint < 0 || f.endpoint == endpoint;
    }
}

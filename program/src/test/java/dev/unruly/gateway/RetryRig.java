package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;

import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;

/// A dependency of two instances whose requests are tried again.
final class RetryRig {

    private static final long SECOND = 1_000 * MS;

    final HttpRig http = new HttpRig(2);

    void protect(Policy... policies) {
        http.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    static Policy retry(int most) {
        return new Policy.Retry(most, 10 * MS, 20 * MS);
    }

    /// So many a second may be done twice, and no share.
    static Policy budget(double perSecond) {
        return new Policy.Budget(new Share(0), perSecond, 10 * SECOND);
    }

    long count(Decision decision) {
        return http.heard.guards.stream().mapToLong(second -> second.count(decision)).sum();
    }

    /// The first so many fail, the rest is answered with what was asked.
    void failFirst(int status, int count, String... fields) {
        http.whenReceived =
                one -> {
                    if (http.served.size() <= count) {
                        one.answer(status, "no", fields);
                    } else {
                        one.answer(200, "ok " + one.body());
                    }
                };
    }

    /// Which ones were asked.
    List<Integer> instances() {
        return http.served.stream().map(one -> one.instance).toList();
    }
}

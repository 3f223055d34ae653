package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.guard.Refresh.Decision;
import org.junit.jupiter.api.Test;

final class RefreshTest {

    private static Refresh refresh(double jitter, double eagerness) {
        return new Refresh(
                new Refresh.Settings(10 * SECOND, 5 * SECOND, jitter, eagerness), new Chance(9));
    }

    @Test
    void anAnswerIsFreshThenStaleThenGone() {
        Refresh refresh = refresh(0, 0);
        assertThat(refresh.expiresNanos(0)).isEqualTo(10 * SECOND);
        assertThat(refresh.decide(100, SECOND, 99)).isEqualTo(Decision.FRESH);
        assertThat(refresh.decide(100, SECOND, 100)).isEqualTo(Decision.STALE);
        assertThat(refresh.decide(100, SECOND, 99 + 5 * SECOND)).isEqualTo(Decision.STALE);
        assertThat(refresh.decide(100, SECOND, 100 + 5 * SECOND)).isEqualTo(Decision.GONE);
        assertThat(refresh.snapshot()).isEqualTo(new Refresh.Snapshot(1, 0, 2, 1));
    }

    @Test
    void jitterSpreadsWhatWasFilledTogether() {
        Refresh refresh = refresh(0.1, 0);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            long expires = refresh.expiresNanos(0);
            least = Math.min(least, expires);
            most = Math.max(most, expires);
        }
        assertThat(least).isBetween(9 * SECOND, 9 * SECOND + 10 * MS);
        assertThat(most).isBetween(10 * SECOND - 10 * MS, 10 * SECOND);
    }

    /// P(early) = P(−ln u ≥ left / (Δ·β)) = exp(−left / (Δ·β)).
    @Test
    void earlyRefreshesComeAsXFetchSays() {
        for (double beta : new double[] {0.5, 1, 2}) {
            Refresh refresh = refresh(0, beta);
            for (long left : new long[] {100 * MS, 500 * MS, 2 * SECOND}) {
                long early = 0;
                for (int i = 0; i < 20_000; i++) {
                    Decision decision = refresh.decide(10 * SECOND, 500 * MS, 10 * SECOND - left);
                    early += decision == Decision.EARLY ? 1 : 0;
                }
                assertThat(early / 20_000.0)
                        .isCloseTo(StrictMath.exp(-left / (500 * MS * beta)), within(0.012));
            }
        }
    }

    /// A key that is asked for a hundred times a second and takes half a second to fetch: without
    /// early refreshes fifty fetch it at each expiry; with them mostly a few, before it expires.
    @Test
    void aStampedeBecomesAFewEarlyFetches() {
        assertThat(fetchesAfterOneExpiry(0)).isBetween(45L, 55L);
        assertThat(fetchesAfterOneExpiry(1)).isBetween(1L, 40L);
    }

    private static long fetchesAfterOneExpiry(double eagerness) {
        Refresh refresh =
                new Refresh(new Refresh.Settings(10 * SECOND, 0, 0, eagerness), new Chance(1));
        long fetches = 0;
        long expires = 10 * SECOND;
        long fetched = Long.MAX_VALUE;
        for (long now = 0; now < 15 * SECOND && now < fetched; now += 10 * MS) {
            Decision decision = refresh.decide(expires, 500 * MS, now);
            if (decision != Decision.FRESH) {
                fetches++;
                fetched = Math.min(fetched, now + 500 * MS);
            }
        }
        return fetches;
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Refresh.Settings(0, 0, 0, 0))
                .hasMessage("how long an answer is good must be > 0, got 0");
        assertThatThrownBy(() -> new Refresh.Settings(1, -1, 0, 0))
                .hasMessage("stale must be >= 0, got -1");
        assertThatThrownBy(() -> new Refresh.Settings(1, 0, 1.5, 0))
                .hasMessage("jitter must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> new Refresh.Settings(1, 0, 0, -1))
                .hasMessage("eagerness must be >= 0 and finite, got -1.0");
    }
}

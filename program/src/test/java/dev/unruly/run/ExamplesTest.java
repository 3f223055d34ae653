package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.backend.Backend;
import dev.unruly.backend.NaiveShop;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Phase;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.stats.PerSecond;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The shipped examples, played in virtual time against the model of the shop, show what their
/// headers say.
class ExamplesTest {

    private static final Path FOLDER = Path.of("..", "examples");

    @Test
    void theFlashSaleIsSurvivedByALoadTestAndNotByPeople() {
        Experiment sale = example("flash-sale");
        RunResult people = played(sale, NaiveShop.SHIPPED);
        RunResult control = played(AsVolume.of(sale), NaiveShop.SHIPPED);

        assertThat(people.recovery()).as(people.why()).isEqualTo(Recovery.METASTABLE);
        assertThat(people.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(people.goodput().watch()).isLessThan(0.05);
        assertThat(people.amplification().watch()).isGreaterThan(1.5);
        assertThat(control.recovery()).as(control.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(control.verdict()).as(control.why()).isEqualTo(Verdict.HOLDS);
        assertThat(control.amplification().watch()).isCloseTo(1, within(0.01));
    }

    @Test
    void theSameSaleWithOtherSeedsIsNoAccident() {
        Experiment sale = example("flash-sale");
        for (long seed = 1; seed <= 2; seed++) {
            RunResult people = played(sale.withSeed(seed), NaiveShop.SHIPPED);
            assertThat(people.recovery()).as(people.why()).isEqualTo(Recovery.METASTABLE);
        }
    }

    @Test
    void theReconnectStormOpensMoreConnectionsThanThePoolHas() {
        var edge = new FreshConnections();
        RunResult result = played(example("reconnect-storm"), NaiveShop.SHIPPED, edge);

        RunResult.Hurt database = dependency(result, "database");
        assertThat(database.connectionsOpened()).isGreaterThan(2L * NaiveShop.SHIPPED.pool());
        assertThat(database.connectionsRefused()).isPositive();
        assertThat(answer(result, "connections opened at database < 40/s"))
                .isEqualTo(Verdict.HOLDS);
        assertThat(edge.worstSecond(60, 90)).isGreaterThan(2 * edge.worstSecond(20, 60));
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
    }

    @Test
    void theRetryCascadeMultipliesAtEachHop() {
        NaiveShop chained = NaiveShop.SHIPPED.withChain(5, 150_000_000L);
        RunResult result = played(example("retry-cascade"), chained);

        double before = 1;
        for (int hop = 1; hop <= 5; hop++) {
            double here = dependency(result, "hop-" + hop).amplification().trigger();
            assertThat(here).as("hop %d", hop).isGreaterThan((hop == 1 ? 2 : 2.5) * before);
            before = here;
        }
        assertThat(answer(result, "amplification at hop-1 < 2")).isEqualTo(Verdict.FAILS);
        assertThat(answer(result, "amplification at hop-5 < 3")).isEqualTo(Verdict.FAILS);
    }

    @Test
    void theFanOutWaitsForItsSlowestPart() {
        RunResult result = played(example("fan-out-tail"), NaiveShop.SHIPPED.withFanOut(20));

        RunResult.Hurt part = dependency(result, "part-1");
        assertThat(part.p50().trigger()).isLessThan(1.2 * part.p50().baseline());
        assertThat(part.p99().trigger()).isGreaterThan(5 * part.p99().baseline());
        // 1 - 0.99^20: the slowest of twenty is beyond the p96 of one in half of all pages.
        double page = quantiles(result, "service", "dashboard").p50();
        assertThat(page).isGreaterThan(3 * part.p50().baseline());
        assertThat(answer(result, "p(99) at part-1 < 150ms during baseline"))
                .isEqualTo(Verdict.HOLDS);
        assertThat(answer(result, "p(95) of dashboard < 1.15s during trigger"))
                .isEqualTo(Verdict.FAILS);
    }

    @Test
    void theCachePurgeSendsEverybodyToTheOrigin() {
        NaiveShop dear = NaiveShop.SHIPPED.withMisses(150, 3);
        var looked = new HitRatios();
        RunResult result = played(example("cache-purge"), dear, looked);

        assertThat(looked.atPurge).isGreaterThan(0.99);
        assertThat(looked.after()).isLessThan(0.9);
        assertThat(answer(result, "amplification at database < 3")).isEqualTo(Verdict.FAILS);
        assertThat(answer(result, "p(99) of search < 2s")).isEqualTo(Verdict.FAILS);
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
        assertThat(result.timeToRecoverSeconds()).isBetween(10.0, 60.0);
    }

    @Test
    void aSlowIdentityProviderHoldsTheConnectionsOfAFastDatabase() {
        RunResult result = played(example("slow-identity"), NaiveShop.SHIPPED);

        assertThat(answer(result, "p(99) at database < 100ms")).isEqualTo(Verdict.HOLDS);
        assertThat(answer(result, "p(99) of home < 2s")).isEqualTo(Verdict.FAILS);
        assertThat(dependency(result, "identity").peakInFlight())
                .isEqualTo(NaiveShop.SHIPPED.pool());
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.METASTABLE);
    }

    @Test
    void inThePartialOutagePhonesAmplifyMoreThanBrowsers() {
        RunResult result = played(example("partial-outage"), NaiveShop.SHIPPED);

        double web = place(result, "shopper-on-the-web").amplification().trigger();
        double phone = place(result, "shopper-on-the-phone").amplification().trigger();
        assertThat(web).isGreaterThan(1.03);
        assertThat(phone - 1).isGreaterThan(1.5 * (web - 1));
        assertThat(dependency(result, "identity").amplification().trigger())
                .isGreaterThan(2 * phone);
        assertThat(answer(result, "amplification at identity < 2")).isEqualTo(Verdict.FAILS);
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void aBadRouteIsFeltInItsRegionOnly() {
        RunResult result = played(example("bad-route"), NaiveShop.SHIPPED);

        assertThat(answer(result, "p(50) of product < 1s in tokyo during trigger"))
                .isEqualTo(Verdict.FAILS);
        assertThat(answer(result, "p(50) of product < 1s in virginia during trigger"))
                .isEqualTo(Verdict.HOLDS);
        for (RunResult.Place region : result.regions()) {
            double lost = region.goodput().baseline() - region.goodput().trigger();
            if (region.name().equals("tokyo")) {
                assertThat(lost).isGreaterThan(0.03);
            } else {
                assertThat(lost).as(region.name()).isLessThan(0.02);
            }
        }
        assertThat(result.recovery()).as(result.why()).isEqualTo(Recovery.RECOVERED);
    }

    @Test
    void theWorldCupFindsAShopThatHasRoom() {
        RunResult result = played(example("world-cup"), NaiveShop.SHIPPED);

        assertThat(result.verdict()).as(result.why()).isEqualTo(Verdict.HOLDS);
        assertThat(result.recovery()).isEqualTo(Recovery.NONE);
        var intents = result.timeline().intents().toArray();
        assertThat(mean(intents, 130, 230)).isGreaterThan(1.5 * mean(intents, 20, 90));
    }

    private static Experiment example(String name) {
        return Rehearsal.experiment(FOLDER.resolve(name + ".experiment.yaml"));
    }

    private static RunResult played(Experiment experiment, NaiveShop shop) {
        return played(experiment, shop, new Quiet());
    }

    private static RunResult played(Experiment experiment, NaiveShop shop, Quiet told) {
        var simulation = new Simulation(Plan.of(experiment), shop.blueprint(), told);
        if (told instanceof HitRatios ratios) {
            ratios.backend = Optional.of(simulation.backend());
        }
        return simulation.play(false);
    }

    private static RunResult.Hurt dependency(RunResult result, String name) {
        return result.dependencies().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult.Place place(RunResult result, String persona) {
        return result.personas().stream()
                .filter(p -> p.name().equals(persona))
                .findFirst()
                .orElseThrow();
    }

    private static RunResult.Quantiles quantiles(RunResult result, String latency, String of) {
        return Objects.requireNonNull(
                Objects.requireNonNull(result.latency().get(latency)).get(of));
    }

    private static Verdict answer(RunResult result, String expectation) {
        return result.expectations().stream()
                .filter(a -> a.text().equals(expectation))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    /// Requests that opened a connection, by the second in which they were meant.
    private static final class FreshConnections extends Quiet {
        private final PerSecond opened = new PerSecond();

        @Override
        public void requested(Observation observation) {
            if (observation.freshConnection() && observation.meantNanos() >= 0) {
                opened.add((int) (observation.meantNanos() / 1_000_000_000L), 1);
            }
        }

        long worstSecond(int from, int to) {
            return IntStream.range(from, to).mapToLong(opened::at).max().orElseThrow();
        }
    }

    /// How often the cache had what was wanted, before it was emptied and until 20 s later.
    private static final class HitRatios extends Quiet {
        private Optional<Backend> backend = Optional.empty();
        private Backend.Looked before = new Backend.Looked(0, 0);
        private Backend.Looked later = new Backend.Looked(0, 0);
        private double atPurge;
        private long purgedNanos = Long.MAX_VALUE;

        @Override
        public void mark(Mark mark) {
            if (mark instanceof Mark.PhaseBegan began && began.phase() == Phase.TRIGGER) {
                before = looked();
                atPurge = (double) before.hits() / (before.hits() + before.misses());
                purgedNanos = mark.atNanos();
            }
        }

        @Override
        public void requested(Observation observation) {
            if (observation.endedNanos() < purgedNanos + 20_000_000_000L) {
                later = looked();
            }
        }

        double after() {
            double hits = later.hits() - before.hits();
            return hits / (hits + later.misses() - before.misses());
        }

        private Backend.Looked looked() {
            return backend.orElseThrow().looked("catalogue");
        }
    }
}

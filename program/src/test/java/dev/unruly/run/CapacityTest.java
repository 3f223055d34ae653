package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.advise.Capacity;
import dev.unruly.advise.Derived;
import dev.unruly.advise.Stamp;
import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Station.WhenGone;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.model.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run says that a system can complete, held against what it can: so many servers with
/// exponential service, in virtual time.
class CapacityTest {

    private static final String PEOPLE =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 0ms, last-mile: none } }
            personas:
              anybody:
                share: 100%
                journey: page
                client: { kind: app, timeout: @timeout@, keep-alive: none }
                patience: 600s
                when-slow: { leave: 100% }
                when-failed: { leave: 100% }
                tries: 1
            journeys:
              page:
                start: page
                think: 1s
                states: { page: { get: /, next: { leave: 100% } } }
            """;

    private static final String EXPERIMENT =
            """
            name: capacity
            target: http://127.0.0.1:9000
            seed: @seed@
            population: it.population.yaml
            dependencies:
              edge: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http }
              callee: { listen: "127.0.0.1:9002", upstream: "127.0.0.1:9003", protocol: http }
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 60s, relief: none }
            triggers: [ { surge: { at: 0s, for: 30s, rate: @more@/s } } ]
            """;

    private static final List<Link> LINKS =
            List.of(
                    new Link("edge", Connecting.OF_CALLERS),
                    new Link("callee", Connecting.BY_ITSELF));

    @TempDir private Path folder;

    private static Step work(double seconds) {
        return new Step.Work(new Distribution.Exponential(seconds));
    }

    /// Servers behind an endless queue.
    private static Blueprint servers(int servers, double seconds, WhenGone gone) {
        var edge = new Step.Ask("edge", List.of(new Step.In("servers", List.of(work(seconds)))));
        return new Blueprint(
                List.of(new Station("servers", servers, Station.ENDLESS, gone)),
                LINKS,
                List.of(),
                List.of(Page.all(List.of(edge))));
    }

    private Derived<Capacity> seen(Blueprint system, String timeout, int seed, int rate, int more)
            throws IOException {
        String text =
                EXPERIMENT
                        .replace("@seed@", "" + seed)
                        .replace("@rate@", "" + rate)
                        .replace("@more@", "" + more);
        String people = PEOPLE.replace("@timeout@", timeout);
        Experiment experiment = Rehearsal.experiment(folder, people, text);
        Path run = Files.createTempDirectory(folder, "run");
        try (Journal journal = Journal.begin(run)) {
            new Simulation(Plan.of(experiment), system, journal).play(false);
            journal.flush();
        }
        return Derivation.capacity(Evidence.of(run, experiment), 0);
    }

    private static Capacity found(Derived<Capacity> derived) {
        if (derived instanceof Derived.Found<Capacity>(Capacity capacity, String _)) {
            return capacity;
        }
        throw new AssertionError(derived.because());
    }

    /// How many of ten seeds give an interval in which the truth lies; all are near it.
    private int right(Blueprint system, String timeout) throws IOException {
        int right = 0;
        for (int seed = 1; seed <= 10; seed++) {
            Derived<Capacity> seen = seen(system, timeout, seed, 60, 90);
            Capacity capacity = found(seen);
            assertThat(capacity.perSecond()).as(seen.because()).isCloseTo(100, within(6.0));
            assertThat(capacity.stamp()).isEqualTo(Stamp.THIS_RUN);
            right += capacity.interval().contains(100) ? 1 : 0;
        }
        return right;
    }

    /// Of 10 intervals of 95 %, fewer than 8 fail to hold once in 87 times.
    @ParameterizedTest
    @CsvSource({"1, 0.01", "4, 0.04", "20, 0.2", "100, 1.0"})
    void whatIsCompletedInAQueueIsTheCapacity(int servers, double mean) throws IOException {
        assertThat(right(servers(servers, mean, WhenGone.WORK_ON), "1h")).isGreaterThanOrEqualTo(8);
    }

    /// Nine of ten have left when their answer is ready, and it was worked on all the same.
    @ParameterizedTest
    @CsvSource({"1, 0.01", "20, 0.2"})
    void whatIsDoneForThoseWhoLeftIsDone(int servers, double mean) throws IOException {
        assertThat(right(servers(servers, mean, WhenGone.WORK_ON), "2s")).isGreaterThanOrEqualTo(8);
    }

    /// Whom the system passes over it has not worked for: 90 a second are too many here, and a
    /// queue that moves on as fast as people come says nothing.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whoIsPassedOverIsNotTakenForDone(int seed) throws IOException {
        Derived<Capacity> seen = seen(servers(20, 0.2, WhenGone.DROP), "2s", seed, 60, 90);
        assertThat(seen).isInstanceOf(Derived.Refused.class);
        assertThat(seen.because())
                .matches(
                        "in the \\d+ seconds in which it had a queue \\d+ were answered, and \\d+ had"
                                + " left before; the queue moved on by 14\\d a second .*, as fast"
                                + " as people came: .* is between that and the [\\d.]+ a second"
                                + " that were completed");
    }

    @Test
    void whatNeverHadAQueueIsRefused() throws IOException {
        for (int seed = 1; seed <= 5; seed++) {
            var seen = seen(servers(20, 0.2, WhenGone.WORK_ON), "1h", seed, 60, 10);
            assertThat(seen).isInstanceOf(Derived.Refused.class);
            assertThat(seen.because())
                    .matches(
                            "it was never at its capacity: for 3 seconds in a row \\d\\d or more in"
                                    + " flight would have shown a queue, and \\d\\d were the most at a"
                                    + " second's end; so it is more than the 7\\d.* a second that were"
                                    + " completed");
        }
    }

    /// Eight places of the callee's, a tenth of a second each, are 80 a second; four of five
    /// requests ask it. All have left before their answer, and only the callee shows what is done.
    @Test
    void whatPassesThroughAFullPoolIsTheCapacity() throws IOException {
        var call = new Step.Ask("callee", List.of(work(0.1)));
        var some = new Step.Sometimes(0.8, List.of(new Step.In("pool", List.of(call))));
        var edge =
                new Step.Ask("edge", List.of(new Step.In("servers", List.of(some, work(0.001)))));
        var system =
                new Blueprint(
                        List.of(Station.patient("servers", 400), Station.patient("pool", 8)),
                        LINKS,
                        List.of(),
                        List.of(Page.all(List.of(edge))));
        int right = 0;
        for (int seed = 1; seed <= 5; seed++) {
            Derived<Capacity> seen = seen(system, "2s", seed, 60, 90);
            assertThat(found(seen).perSecond()).as(seen.because()).isCloseTo(100, within(8.0));
            right += found(seen).interval().contains(100) ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(4);
    }
}

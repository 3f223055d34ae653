package dev.unruly.report;

import dev.unruly.judge.Cast;
import dev.unruly.judge.Story;
import dev.unruly.judge.Weather;
import dev.unruly.model.Arrival;
import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Experiment;
import dev.unruly.model.Fault;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Phases;
import dev.unruly.model.RunResult;
import dev.unruly.model.Share;
import dev.unruly.model.Trigger;
import dev.unruly.stats.Latencies;
import java.util.List;

/// Results as runs give them, made from stories.
final class Results {

    private static final long SECOND = 1_000_000_000L;
    private static final double RATE = 30;

    private Results() {}

    /// People meet a viral post, a stall and a slow identity provider, and bring the system down
    /// for good; relief heals it.
    static RunResult people() {
        return peopleStory().result();
    }

    static Story peopleStory() {
        return beginning(7)
                .phase(Phase.RELIEF, 195)
                .phase(Phase.RESTORE, 208)
                .until(256)
                .weather(second -> {
                    if (second < 50 || second >= 208) {
                        return Weather.CALM;
                    }
                    if (second >= 195) {
                        return Weather.CALM.load(0).inFlight(170 - 14 * (second - 195));
                    }
                    double surge = 40 * Math.exp(-0.12 * (second - 50));
                    if (second < 65) {
                        return Weather.CALM.slower(1.6).good(0.99).attempts(1.1).surge(surge);
                    }
                    double ill = Math.min(1, (second - 65) / 12.0);
                    return new Weather(
                            0.7 * (1 - ill) + 0.01,
                            0.4 + 2 * ill,
                            0.5,
                            1.5 + 6.5 * ill,
                            1,
                            surge,
                            (int) (30 + 150 * ill));
                });
    }

    /// The same load without behaviour: it dips and comes back.
    static RunResult volume() {
        return volumeStory().result();
    }

    static Story volumeStory() {
        return beginning(7)
                .asVolume()
                .until(146)
                .weather(second ->
                        second >= 65 && second < 71
                                ? Weather.CALM.good(0.9).slower(18).inFlight(60)
                                : Weather.CALM);
    }

    /// A short one that comes back; another for each seed.
    static RunResult recovering(long seed, int wellFrom) {
        return new Story(experiment("flash-sale").withSeed(seed), RATE)
                .seed(seed)
                .phase(Phase.TRIGGER, 50)
                .trigger(1, "database stands still for 5 s", 50, 55)
                .phase(Phase.WATCH, 55)
                .until(Math.max(125, wellFrom + 60))
                .weather(
                        s -> s >= 50 && s < wellFrom ? Weather.COLLAPSED.attempts(3) : Weather.CALM)
                .result();
    }

    /// The generator sent late: nothing can be said.
    static RunResult unclear() {
        return volumeStory().generator(Results::lateGenerator).result();
    }

    private static GeneratorSecond lateGenerator(int second) {
        var lateness = new Latencies();
        lateness.record(80_000_000, 100);
        return new GeneratorSecond(second, lateness, 0.99, 1, 80_000_000, 420, 480, -1, 1_900);
    }

    private static Story beginning(long seed) {
        return new Story(experiment("flash-sale"), RATE)
                .seed(seed)
                .phase(Phase.TRIGGER, 50)
                .trigger(0, "a post goes viral and brings about 330 more users", 50, 70)
                .trigger(1, "database stands still for 5 s", 65, 70)
                .trigger(2, "identity answers 3 times as slowly as observed (p99 61 ms)", 75, 85)
                .phase(Phase.WATCH, 85)
                .mark(new Mark.Note("the backlog of database reached 180", 81 * SECOND));
    }

    static Experiment experiment(String name) {
        return Cast.experiment(
                name,
                RATE,
                new Phases(10 * SECOND, 40 * SECOND, 60 * SECOND, 40 * SECOND),
                List.of(
                        new Trigger.Surge(new Arrival.Viral(0, 132, 0.6, 4 * SECOND, 3), 0),
                        new Trigger.OnDependency(
                                "database", new Fault.Stall(), 15 * SECOND, 5 * SECOND),
                        new Trigger.OnDependency(
                                "identity",
                                new Fault.Latency(new Fault.Delay.TimesObserved(3), Share.ALL),
                                25 * SECOND,
                                10 * SECOND)),
                expectations());
    }

    private static List<Expectation> expectations() {
        return List.of(
                Cast.of(
                        "pay",
                        Cast.expect(
                                "p(99) of pay < 1s during baseline",
                                new Metric.Quantile(0.99, Latency.PERCEIVED),
                                Comparison.LESS,
                                1,
                                Scope.BASELINE)),
                Cast.of(
                        "product",
                        Cast.expect(
                                "p(99) of product < 2s",
                                new Metric.Quantile(0.99, Latency.PERCEIVED),
                                Comparison.LESS,
                                2,
                                Scope.ALL)),
                Cast.expect(
                        "goodput >= 98% during baseline",
                        new Metric.Goodput(), Comparison.AT_LEAST, 0.98, Scope.BASELINE),
                Cast.expect(
                        "recovers within 30s",
                        new Metric.Recovers(),
                        Comparison.AT_MOST,
                        30,
                        Scope.ALL),
                Cast.expect(
                        "amplification < 3",
                        new Metric.Amplification(),
                        Comparison.LESS,
                        3,
                        Scope.ALL),
                Cast.of(
                        "pay",
                        Cast.expect(
                                "duplicates of pay == 0",
                                new Metric.Duplicates(),
                                Comparison.EQUAL,
                                0,
                                Scope.ALL)));
    }
}

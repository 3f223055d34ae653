package dev.unruly.cli;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.engine.Plan;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Walk;
import dev.unruly.model.Arrival;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Phases;
import dev.unruly.model.Share;
import dev.unruly.model.Target;
import dev.unruly.run.Simulation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Plays a portrait in virtual time against answers as quick as observed.
final class FidelityPlay {

    private static final double QUICK_SECONDS = 0.05;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_NANOS = 7 * 24 * 3_600 * SECOND;
    private static final double MOST_USERS = 50_000;

    private FidelityPlay() {}

    /// The sessions of a while.
    ///
    /// @param latencies how long answers took; empty: not known, they are quick
    static List<Walk> walks(
            Portrait portrait,
            List<ObservedLatency> latencies,
            long fromMillis,
            long toMillis,
            long seed) {
        long span = Math.clamp((toMillis - fromMillis) * 1_000_000L, SECOND, LONGEST_NANOS);
        List<Arrival> arrivals =
                portrait.arrivals().stream()
                        .map(arrival -> beginning(arrival, Instant.ofEpochMilli(fromMillis)))
                        .toList();
        double perSecond = arrivals.stream().mapToDouble(FidelityPlay::perSecond).sum();
        span = Math.min(span, (long) (MOST_USERS / Math.max(1e-9, perSecond) * SECOND));
        var experiment =
                new Experiment(
                        "fidelity",
                        new Target(new HostPort("127.0.0.1", 80), false, ""),
                        List.of(),
                        portrait.population(),
                        seed,
                        List.of(),
                        List.of(),
                        Hook.All.NONE,
                        arrivals,
                        new Phases(0, span, 0, 0, span),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Share.NONE);
        var acted = new Acted(portrait.endpoints(), fromMillis);
        var answers =
                new Blueprint(
                        List.of(Station.patient("all", Station.ENDLESS)),
                        List.of(),
                        List.of(),
                        List.of(Page.all(List.of(new Step.Work(took(latencies))))));
        new Simulation(Plan.of(experiment), answers, acted).onlyUsers(span);
        return acted.walks();
    }

    private static Arrival beginning(Arrival arrival, Instant at) {
        return switch (arrival) {
            case Arrival.Unprompted a -> beginning(a, at);
            case Arrival.SelfExciting a ->
                    new Arrival.SelfExciting(
                            beginning(a.all(), at), a.branching(), a.halfLifeNanos());
            case Arrival.Constant _,
                    Arrival.Ramp _,
                    Arrival.Steps _,
                    Arrival.Wave _,
                    Arrival.Flash _,
                    Arrival.Viral _,
                    Arrival.ReplayTimes _,
                    Arrival.ReplayCounts _ ->
                    arrival;
        };
    }

    private static Arrival.Unprompted beginning(Arrival.Unprompted arrival, Instant at) {
        return switch (arrival) {
            case Arrival.Poisson a -> a;
            case Arrival.Daily a ->
                    new Arrival.Daily(
                            a.meanPerSecond(), a.harmonics(), a.weekdays(), at, a.speed());
        };
    }

    /// Sessions per second, on average.
    static double perSecond(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Unprompted u -> u.meanPerSecond();
            case Arrival.SelfExciting e -> e.meanPerSecond();
            case Arrival.Constant c -> c.perSecond();
            case Arrival.Ramp r -> Math.max(r.fromPerSecond(), r.toPerSecond());
            case Arrival.Steps _,
                    Arrival.Wave _,
                    Arrival.Flash _,
                    Arrival.Viral _,
                    Arrival.ReplayTimes _,
                    Arrival.ReplayCounts _ ->
                    0;
        };
    }

    /// All answers together, as a distribution: one minus the product-limit curve (Edward Kaplan &
    /// Paul Meier, "Nonparametric estimation from incomplete observations", 1958), for a wait that
    /// was given up would have been longer. Of what nobody waited for is only known that it takes
    /// longer than all that was seen; it is taken for twice that.
    static Distribution took(List<ObservedLatency> latencies) {
        var ends = new TreeMap<Long, long[]>();
        long atRisk = 0;
        long first = Long.MAX_VALUE;
        for (ObservedLatency place : latencies) {
            for (ObservedLatency.Band band : place.answered()) {
                ends.computeIfAbsent(band.upToNanos(), _ -> new long[2])[0] += band.count();
                first = Math.min(first, band.aboveNanos());
                atRisk += band.count();
            }
            for (ObservedLatency.Band band : place.cutOff()) {
                ends.computeIfAbsent(band.upToNanos(), _ -> new long[2])[1] += band.count();
                atRisk += band.count();
            }
        }
        var shares = new ArrayList<Double>(List.of(0.0));
        var values = new ArrayList<Double>(List.of(first / 1e9));
        double longer = 1;
        for (var end : ends.entrySet()) {
            long answered = end.getValue()[0];
            if (answered > 0) {
                longer *= 1 - (double) answered / atRisk;
                shares.add(1 - longer);
                values.add(end.getKey() / 1e9);
            }
            atRisk -= answered + end.getValue()[1];
        }
        if (values.size() == 1) {
            return new Distribution.Constant(QUICK_SECONDS);
        }
        if (longer > 1e-9) {
            shares.add(1.0);
            values.add(2 * values.getLast());
        }
        shares.set(shares.size() - 1, 1.0);
        return Empirical.of(
                shares.stream().mapToDouble(s -> s).toArray(),
                values.stream().mapToDouble(v -> v).toArray());
    }
}

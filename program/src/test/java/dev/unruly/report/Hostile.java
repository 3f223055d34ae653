package dev.unruly.report;

import dev.unruly.model.Mark;
import dev.unruly.model.RunResult;
import dev.unruly.model.Series;
import dev.unruly.model.Symptom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A result in which every text that comes from files or from the network is an attack.
final class Hostile {

    /// Ends scripts, opens tags, closes attributes, moves cursors, turns text around, breaks JSON
    /// and XML.
    static final String NAME =
            "</script><img src=x onerror=\"alert(1)\">'&\u001b[2J\u001b]0;owned\u0007\r\n\u202e]]>"
                    + "<!--\u2028\ufffe${jndi}%s\\u003c日本🔥";

    private Hostile() {}

    static RunResult result() {
        RunResult r = Results.volume();
        var header =
                new RunResult.Header(
                        NAME,
                        Long.MIN_VALUE,
                        NAME,
                        true,
                        "http://" + NAME,
                        r.header().startedAt(),
                        r.header().seconds(),
                        false,
                        NAME);
        return new RunResult(
                header,
                r.verdict(),
                r.recovery(),
                r.timeToRecoverSeconds(),
                NAME + " " + NAME,
                r.totals(),
                r.amplification(),
                r.goodput(),
                latency(r),
                r.regions().stream().map(Hostile::place).toList(),
                r.personas().stream().map(Hostile::place).toList(),
                r.dependencies().stream().map(Hostile::dependency).toList(),
                List.of(new RunResult.Guarded(NAME, 3, Map.of(), 2, 1, Series.of(1), Series.of(2))),
                r.expectations().stream()
                        .map(a -> new RunResult.Answer(NAME, a.verdict(), NAME))
                        .toList(),
                r.generator(),
                r.timeline(),
                r.waits().stream().map(Hostile::wait).toList(),
                List.of(new RunResult.Failure(NAME, NAME, 599, 3, 60)),
                List.of(
                        r.marks().getFirst(),
                        r.marks().get(1),
                        new Mark.TriggerBegan(0, NAME, 60_000_000_000L),
                        new Mark.TriggerEnded(0, NAME, 65_000_000_000L),
                        new Mark.Guardrailed(NAME, true, 66_000_000_000L),
                        new Mark.Note(NAME, 67_000_000_000L),
                        new Mark.RunEnded(NAME, 146_000_000_000L)),
                List.of(new Symptom(Symptom.Kind.RAN_DRY, Symptom.Finding.UNKNOWN, NAME, NAME)));
    }

    private static Map<String, Map<String, RunResult.Quantiles>> latency(RunResult r) {
        var hostile = new LinkedHashMap<String, Map<String, RunResult.Quantiles>>();
        r.latency()
                .forEach((kind, byEndpoint) -> {
                    var named = new LinkedHashMap<String, RunResult.Quantiles>();
                    byEndpoint.forEach(
                            (name, q) -> named.put(name.equals("all") ? name : name + NAME, q));
                    hostile.put(kind, named);
                });
        return hostile;
    }

    private static RunResult.Place place(RunResult.Place p) {
        return new RunResult.Place(
                p.name() + NAME,
                p.intents(),
                p.goodput(),
                p.amplification(),
                p.perceived(),
                p.abandonment(),
                p.p99());
    }

    private static RunResult.Wait wait(RunResult.Wait w) {
        return new RunResult.Wait(
                w.persona() + NAME,
                w.endpoint() + NAME,
                w.kind(),
                w.seconds(),
                w.survival(),
                w.low(),
                w.high(),
                w.knownUntil());
    }

    private static RunResult.Hurt dependency(RunResult.Hurt d) {
        return new RunResult.Hurt(
                d.name() + NAME,
                d.protocol(),
                d.requests(),
                d.failed(),
                d.connectionsOpened(),
                d.connectionsRefused(),
                d.peakConnections(),
                d.peakInFlight(),
                d.amplification(),
                d.p50(),
                d.p99(),
                d.requestsPerSecond(),
                d.inFlight(),
                d.openedPerSecond(),
                d.openConnections(),
                d.p99PerSecond());
    }
}

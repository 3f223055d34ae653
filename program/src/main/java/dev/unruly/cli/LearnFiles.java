package dev.unruly.cli;

import dev.unruly.learn.ArrivalCounts;
import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.StateName;
import dev.unruly.model.Feed;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Phases;
import dev.unruly.report.Faithful;
import dev.unruly.report.Reports;
import dev.unruly.script.ExperimentText;
import dev.unruly.script.LatencyText;
import dev.unruly.script.PopulationText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What was learned, as files: a population, a first experiment, latencies, feeds, and the page of
/// how faithful all this is.
final class LearnFiles {

    private static final Pattern OF_STATE = Pattern.compile("(.*) of state (\\d+)");
    private static final long SECOND = 1_000_000_000L;
    private static final double WISHES = 300;
    private static final int MOST_INLINE = 20;
    private static final int MOST_EPISODES = 3;
    private static final double LEAST_BASELINE_SECONDS = 40;
    private static final double MOST_BASELINE_SECONDS = 1_800;

    private final LearnOutputs outputs;
    private final Learned learned;
    private final List<StateName> states;

    LearnFiles(LearnOutputs outputs, Learned learned, List<StateName> states) {
        this.outputs = outputs;
        this.learned = learned;
        this.states = states;
    }

    /// Makes all of them ready.
    ///
    /// @param said what was read, and what became of it
    /// @param portrait empty: there are no people
    /// @param fidelity empty: too little was held back
    /// @param came when sessions began, in milliseconds since the epoch; empty: not to be trusted
    void ready(
            List<String> said,
            Optional<Portrait> portrait,
            Optional<Fidelity> fidelity,
            List<ObservedLatency> latencies,
            String target,
            long[] came) {
        portrait.ifPresent(people -> {
            population(people, said, fidelity);
            experiment(people, target, latencies.isEmpty(), counts(came));
        });
        if (!latencies.isEmpty()) {
            outputs.put(outputs.file(".latency.json"), LatencyText.lines(latencies));
        }
        if (learned.sessions() > 0) {
            outputs.put(outputs.file(".fidelity.html"), Reports.fidelity(faithful(said, fidelity)));
        }
    }

    private void population(Portrait portrait, List<String> said, Optional<Fidelity> fidelity) {
        var header = new ArrayList<String>();
        header.add(
                learned.sessions() == 0
                        ? "People are a prior: the evidence says only when somebody came."
                        : String.format(
                                Locale.ROOT,
                                "People as the evidence shows them: %,d sessions, %,d steps.",
                                learned.sessions(),
                                learned.steps()));
        said.forEach(line -> header.add("  " + line));
        header.add("Behind a number stands what it rests on: its 95 % interval and its sample,");
        header.add("or that it is a prior, which the evidence says nothing of.");
        learned.warnings().forEach(line -> header.add("WARNING: " + line));
        missing(learned, states).forEach(one -> header.add("Not learned: " + one));
        if (learned.sessions() == 0) {
            header.add("Fidelity: not known, for nobody was seen.");
        } else if (fidelity.isEmpty()) {
            header.add("Fidelity: not known, for too little could be held back.");
        } else if (fidelity.get().holds()) {
            header.add("Fidelity: every measure is within its limit on evidence held back.");
            fidelity.get()
                    .inNoise()
                    .forEach(one ->
                            header.add(
                                    "  "
                                            + one
                                            + ": no further off than the evidence's noise,"
                                            + " which is more than a faithful model's limit"));
        } else {
            header.add("Fidelity: this MISSES limits on evidence held back:");
            fidelity.get().misses().forEach(miss -> header.add("  " + miss));
        }
        fidelity.ifPresent(f ->
                f.notNearer()
                        .forEach(one ->
                                header.add(
                                        "  less than 3 times nearer than a naive generator, beyond"
                                                + " chance: "
                                                + one)));
        Map<String, String> files = new LinkedHashMap<>();
        for (Feed feed : portrait.population().feeds()) {
            if (feed.rows().size() <= MOST_INLINE) {
                continue;
            }
            String name = outputs.base() + "." + feed.name() + ".csv";
            files.put(feed.name(), name);
            var rows = new ArrayList<String>();
            rows.add(String.join(",", feed.columns()));
            feed.rows()
                    .forEach(row ->
                            rows.add(
                                    String.join(",", row.stream().map(LearnFiles::cell).toList())));
            outputs.put(outputs.population().resolveSibling(name), rows);
        }
        outputs.put(
                outputs.population(),
                PopulationText.lines(portrait.population(), header, portrait.remarks(), files));
    }

    /// What was not learned, and why; that of several states together.
    static List<String> missing(Learned learned, List<StateName> states) {
        Map<String, List<String>> together = new LinkedHashMap<>();
        for (Learned.NotLearned one : learned.notLearned()) {
            Matcher of = OF_STATE.matcher(one.what());
            int state = of.matches() ? Integer.parseInt(of.group(2)) : -1;
            boolean named = state >= 0 && state < states.size();
            String what = named ? of.group(1) : one.what();
            List<String> all =
                    together.computeIfAbsent(what + ": " + one.why(), _ -> new ArrayList<>());
            if (named) {
                all.add(states.get(state).name());
            }
        }
        var lines = new ArrayList<String>();
        together.forEach((what, of) ->
                lines.add(of.isEmpty() ? what : what + " (" + String.join(", ", of) + ")"));
        return lines;
    }

    private static String cell(String text) {
        return text.matches("[A-Za-z0-9._~%-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// The evidence's own counts, to be replayed.
    private List<String> counts(long[] came) {
        if (came.length == 0) {
            return List.of();
        }
        Path file = outputs.file(".arrivals.csv");
        ArrivalCounts counts = ArrivalCounts.of(came);
        outputs.put(file, counts.lines());
        return List.of(
                "instead, exactly as many as came in each "
                        + counts.seconds()
                        + " s; speed: 60 plays an hour in a minute",
                "- replay-counts: { csv: %s, interval: %ds, speed: 1 }"
                        .formatted(
                                ExperimentText.quoted(String.valueOf(file.getFileName())),
                                counts.seconds()));
    }

    /// The evidence's largest episodes of far more than was due, as triggers.
    private List<String> episodes() {
        List<LearnedArrivals.Episode> largest =
                switch (learned.arrivals()) {
                    case LearnedArrivals.Refused _ -> List.of();
                    case LearnedArrivals.Known known ->
                            known.episodes().stream()
                                    .filter(e -> e.extra() > 0 && e.seconds() >= 1)
                                    .sorted(
                                            Comparator.comparingDouble(
                                                    (LearnedArrivals.Episode e) -> -e.extra()))
                                    .limit(MOST_EPISODES)
                                    .toList();
                };
        if (largest.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("triggers:  # what came beyond what was due, in the evidence's largest episodes");
        for (LearnedArrivals.Episode episode : largest) {
            long seconds = Math.round(episode.seconds());
            double rate = Math.max(1e-6, Math.rint(1e6 * episode.extra() / seconds) / 1e6);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %s  # %.3g times what was due at the highest",
                            ExperimentText.surge(rate, seconds * SECOND),
                            episode.factor()));
        }
        return lines;
    }

    private void experiment(
            Portrait portrait, String target, boolean unmeasured, List<String> instead) {
        Map<String, String> remarks = new LinkedHashMap<>();
        for (int i = 0; i < portrait.arrivalRemarks().size(); i++) {
            remarks.put("arrivals/" + i, portrait.arrivalRemarks().get(i));
        }
        remarks.put("phases", "long enough for some 300 wishes in the baseline");
        remarks.put("target", "not from the evidence: where it is to be played");
        String name = outputs.base().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
        var text =
                new ExperimentText(
                        name.isEmpty() ? "learned" : name,
                        target,
                        String.valueOf(outputs.population().getFileName()),
                        1,
                        Map.of(),
                        portrait.arrivals(),
                        instead,
                        phases(portrait),
                        episodes(),
                        List.of("goodput >= 99% during baseline"),
                        List.of("errors > 90% for 120s"));
        outputs.put(outputs.file(".experiment.yaml"), text.lines(header(unmeasured), remarks));
    }

    private List<String> header(boolean unmeasured) {
        var header = new ArrayList<String>();
        header.add(
                "A first experiment with the people of "
                        + outputs.population().getFileName()
                        + ", as many as came in production.");
        header.add("Add dependencies, triggers and what must hold; see docs/files.md.");
        if (!unmeasured) {
            header.add(
                    "With `latencies: "
                            + outputs.base()
                            + ".latency.json` faults that say `observed: p99` take what production"
                            + " saw.");
        }
        return header;
    }

    private Phases phases(Portrait portrait) {
        double perSecond =
                portrait.arrivals().stream().mapToDouble(FidelityPlay::perSecond).sum()
                        * learned.steps()
                        / Math.max(1, learned.sessions());
        double seconds =
                Math.clamp(
                        WISHES / Math.max(1e-9, perSecond),
                        LEAST_BASELINE_SECONDS,
                        MOST_BASELINE_SECONDS);
        return new Phases(20 * SECOND, Math.round(seconds) * SECOND, 90 * SECOND, 60 * SECOND);
    }

    private Faithful faithful(List<String> said, Optional<Fidelity> fidelity) {
        return new Faithful(
                outputs.base(),
                said,
                fidelity.map(f ->
                                String.format(
                                        Locale.ROOT,
                                        "%,d sessions held back by time, which the model has not"
                                                + " seen, beside %,d that it plays%s",
                                        f.heldBack(),
                                        f.simulated(),
                                        f.parts() == 1
                                                ? ""
                                                : ", in "
                                                        + f.parts()
                                                        + " parts, each learned anew from what"
                                                        + " was before it"))
                        .orElse("too little evidence to hold some of it back"),
                fidelity.map(f -> f.rows().stream().map(LearnFiles::row).toList())
                        .orElse(List.of()),
                fidelity.map(f -> f.curves().stream().map(LearnFiles::curve).toList())
                        .orElse(List.of()),
                learned.warnings(),
                missing(learned, states));
    }

    private static Faithful.Curve curve(Fidelity.Curve of) {
        return new Faithful.Curve(
                of.name(), of.unit(), of.logarithmic(), of.evidence(), of.model(), of.naive());
    }

    /// A measure as it is shown.
    static Faithful.Row row(Fidelity.Row row) {
        Faithful.Standing standing = Faithful.Standing.UNKNOWN;
        if (row.lostInNoise()) {
            standing = Faithful.Standing.NOISE;
        } else if (row.measured()) {
            standing = row.holds() ? Faithful.Standing.HOLDS : Faithful.Standing.MISSES;
        }
        return new Faithful.Row(
                row.name(),
                row.of(),
                figure(row.model()),
                figure(row.floor()) + " – " + figure(row.floorHigh()),
                figure(row.naive()),
                figure(row.limit()),
                nearer(row),
                standing);
    }

    /// How many times nearer than the naive generator a model is: raw, then beyond chance, and that
    /// at least.
    private static String nearer(Fidelity.Row row) {
        if (!row.measured()) {
            return "–";
        }
        String raw = String.format(Locale.ROOT, "%.1f× raw", row.naive() / row.model());
        if (!row.naiveShows()) {
            return "naive is as near as chance";
        }
        return Double.isInfinite(row.times())
                ? String.format(
                        Locale.ROOT,
                        "%s, no further than chance, at least %.1f×",
                        raw,
                        row.timesAtLeast())
                : String.format(
                        Locale.ROOT,
                        "%s, %.1f× beyond chance, at least %.1f×",
                        raw,
                        row.times(),
                        row.timesAtLeast());
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}

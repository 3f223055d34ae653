package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Recovery;
import dev.unruly.model.Symptom;
import dev.unruly.model.Symptom.Finding;
import dev.unruly.model.Symptom.Kind;
import dev.unruly.model.Trigger;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a system suffered from, as far as users and listeners show it: which layer asked more often
/// than was needed, which pool ran dry, what answered too slowly, what a purge let through, and
/// what was done for nobody.
///
/// Looked at are the last 30 s of watching where it did not come back, for what is seen then is
/// what keeps it down, and else the time in which something was wrong.
final class Diagnosis {

    private static final int LAST_SECONDS = 30;
    private static final int LEAST_SECONDS = 5;
    private static final int AFTER_PURGE = 10;

    /// By how much a ratio must grow to be worth telling.
    private static final double MORE = 1.3;

    private static final double MUCH_MORE = 1.5;
    private static final double TWICE = 2;
    private static final double MOST_OF = 0.8;
    private static final long LEAST_ANSWERS = 20;

    private final Experiment experiment;
    private final Ledger ledger;
    private final Baseline baseline;
    private final int from;
    private final int to;
    private final int edge;
    private final Layers layers;
    private final List<Symptom> symptoms = new ArrayList<>();

    Diagnosis(
            Experiment experiment,
            Ledger ledger,
            Times times,
            Baseline baseline,
            Recovery recovery) {
        this.experiment = experiment;
        this.ledger = ledger;
        this.baseline = baseline;
        boolean well = recovery == Recovery.RECOVERED || recovery == Recovery.NONE;
        if (well && times.firstTrigger() >= 0) {
            this.from = times.firstTrigger();
            this.to = Math.max(times.lastTriggerEnd(), from + LEAST_SECONDS);
        } else {
            this.from =
                    Math.max(
                            Math.max(times.lastTriggerEnd(), times.baselineTo()),
                            times.watchTo() - LAST_SECONDS);
            this.to = times.watchTo();
        }
        this.edge = Layers.edge(experiment);
        this.layers = new Layers(ledger, edge);
    }

    /// All of them, found or not; none where there is nothing to compare with.
    List<Symptom> symptoms() {
        if (!baseline.valid() || to - from < LEAST_SECONDS || experiment.triggers().isEmpty()) {
            return List.of();
        }
        users();
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            if (i != edge) {
                application(i);
            }
        }
        pools();
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            if (i != edge) {
                slowness(i);
            }
        }
        purges();
        waste();
        return List.copyOf(symptoms);
    }

    private void tell(Kind kind, Finding finding, String at, String format, Object... figures) {
        symptoms.add(new Symptom(kind, finding, at, Words.say(format, figures)));
    }

    private static Finding finding(boolean found) {
        return found ? Finding.FOUND : Finding.NOT_FOUND;
    }

    private String name(int dependency) {
        return experiment.dependencies().get(dependency).name();
    }

    /// Users and their software: requests sent for each one needed.
    private void users() {
        double now = ledger.flows.ratio.over(from, to);
        double before = baseline.amplification();
        boolean found = now >= MORE * before;
        String who = found ? repeats() : "";
        tell(
                Kind.AMPLIFIED,
                finding(found),
                "users",
                "users and their software sent %.2f requests for each one needed, %.2f in the"
                        + " baseline%s",
                now,
                before,
                who.isEmpty() ? "" : "; of what was not a first try: " + who);
    }

    /// Whose retries they were, most frequent first.
    private String repeats() {
        var parts = new ArrayList<Map.Entry<Cause, Long>>();
        long all = 0;
        for (Cause cause : Cause.values()) {
            var perSecond = ledger.flows.byCause.get(cause);
            long count = perSecond == null ? 0 : perSecond.sum(from, to);
            if (cause != Cause.FIRST_TRY && count > 0) {
                parts.add(Map.entry(cause, count));
                all += count;
            }
        }
        parts.sort(Map.Entry.<Cause, Long>comparingByValue().reversed());
        var told = new ArrayList<String>();
        for (Map.Entry<Cause, Long> part : parts) {
            told.add(
                    Words.say(
                            "%s %.0f %%", Why.name(part.getKey()), 100.0 * part.getValue() / all));
        }
        return String.join(", ", told);
    }

    /// The application at a dependency: requests there for each that users sent.
    private void application(int dependency) {
        double before = layers.perRequest(dependency, baseline.from(), baseline.to());
        String name = name(dependency);
        if (!(before > 0)) {
            tell(
                    Kind.AMPLIFIED,
                    Finding.UNKNOWN,
                    name,
                    "the listener before %s saw no request in the baseline",
                    name);
            return;
        }
        double now = layers.perRequest(dependency, from, to);
        boolean more = now >= MORE * before;
        boolean muchMore = now >= MUCH_MORE * before;
        double failed = layers.failedShare(dependency, from, to);
        double failedBefore = layers.failedShare(dependency, baseline.from(), baseline.to());
        boolean failing = failed >= failedBefore + 0.05;
        Finding finding =
                more && failing ? Finding.FOUND : muchMore ? Finding.UNKNOWN : Finding.NOT_FOUND;
        tell(
                Kind.AMPLIFIED,
                finding,
                name,
                "for each request of users the application asked %s %.2f times, %.2f in the"
                        + " baseline; %s of these failed, %s in the baseline%s",
                name,
                now,
                before,
                Words.share(failed),
                Words.share(failedBefore),
                switch (finding) {
                    case FOUND -> ": it tries again by itself";
                    case UNKNOWN ->
                            ", so they are not retries of what failed; what they are no listener"
                                    + " shows";
                    case NOT_FOUND -> "";
                });
    }

    /// Where what is under way stands.
    private void pools() {
        if (ledger.dependencies.isEmpty()) {
            tell(Kind.RAN_DRY, Finding.UNKNOWN, "application", "no dependency has a listener");
            return;
        }
        double inside = layers.inside(from, to);
        double before = layers.inside(baseline.from(), baseline.to());
        if (inside < 3 * before + LEAST_SECONDS) {
            tell(
                    Kind.RAN_DRY,
                    Finding.NOT_FOUND,
                    "application",
                    "%.0f requests were under way at a time, %.0f in the baseline",
                    inside,
                    before);
            return;
        }
        boolean any = false;
        double beyond = 0;
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            if (i != edge) {
                beyond += layers.inFlight(i, from, to);
                any |= plateau(i, inside);
            }
        }
        if (!any) {
            boolean here = beyond < inside / 2;
            tell(
                    Kind.RAN_DRY,
                    finding(here),
                    "application",
                    here
                            ? "%.0f requests were under way at a time, %.0f in the baseline, and"
                                    + " %.0f of them at a dependency: they wait for the"
                                    + " application's own workers or pools; which, no listener"
                                    + " shows"
                            : "%.0f requests were under way at a time, %.0f in the baseline, and"
                                    + " %.0f of them at a dependency, which grew with them",
                    inside,
                    before,
                    beyond);
        }
    }

    /// Whether no more are ever asked of a dependency at a time, while more wait.
    private boolean plateau(int dependency, double inside) {
        List<DependencySecond> seconds = layers.within(dependency, from, to);
        int most = seconds.stream().mapToInt(DependencySecond::peakInFlight).max().orElse(0);
        long full = seconds.stream().filter(s -> s.peakInFlight() >= 0.9 * most).count();
        double usual = layers.inFlight(dependency, from, to);
        boolean stands =
                most >= 2
                        && full >= MOST_OF * seconds.size()
                        && usual >= MOST_OF * most
                        && usual
                                >= 1.2 * layers.inFlight(dependency, baseline.from(), baseline.to())
                        && inside >= TWICE * most;
        if (stands) {
            tell(
                    Kind.RAN_DRY,
                    Finding.FOUND,
                    name(dependency),
                    "in %d of %d seconds %d requests were in flight at %s and never more, while"
                            + " %.0f were under way: the pool through which it is asked is dry",
                    full,
                    seconds.size(),
                    most,
                    name(dependency),
                    inside);
        }
        return stands;
    }

    /// Answers of a dependency, as the application sees them.
    private void slowness(int dependency) {
        String name = name(dependency);
        Latencies before = layers.seen(dependency, baseline.from(), baseline.to());
        Latencies now = layers.seen(dependency, from, to);
        if (before.count() < LEAST_ANSWERS) {
            tell(
                    Kind.TOO_SLOW,
                    Finding.UNKNOWN,
                    name,
                    "%d answers of %s were seen in the baseline, and %d are needed",
                    before.count(),
                    name,
                    LEAST_ANSWERS);
            return;
        }
        long usual = before.quantile(0.5);
        if (now.isEmpty()) {
            double waiting = layers.inFlight(dependency, from, to);
            boolean stuck = waiting >= 1;
            tell(
                    Kind.TOO_SLOW,
                    finding(stuck),
                    name,
                    stuck
                            ? "%s answered nothing while %.0f requests were in flight; half of its"
                                    + " answers took %s in the baseline"
                            : "%s was not asked",
                    name,
                    waiting,
                    Words.nanos(usual));
            return;
        }
        boolean slow = now.quantile(0.5) >= TWICE * usual;
        Latencies own = DependencyLoad.own(ledger.dependencies.get(dependency), from, to);
        boolean added = slow && !own.isEmpty() && own.quantile(0.5) < MUCH_MORE * usual;
        tell(
                Kind.TOO_SLOW,
                finding(slow),
                name,
                "half of the answers of %s took longer than %s, %s in the baseline%s",
                name,
                Words.nanos(now.quantile(0.5)),
                Words.nanos(usual),
                added ? "; the difference is what this run added" : "");
    }

    /// What purges let through.
    private void purges() {
        boolean any = false;
        for (Mark mark : ledger.marks()) {
            if (mark instanceof Mark.TriggerBegan began
                    && experiment.triggers().get(began.trigger()) instanceof Trigger.Purge) {
                any = true;
                int at = (int) (began.atNanos() / 1_000_000_000L);
                for (int i = 0; i < ledger.dependencies.size(); i++) {
                    if (i != edge) {
                        purge(i, at);
                    }
                }
            }
        }
        if (!any) {
            tell(Kind.STAMPEDED, Finding.NOT_FOUND, "application", "nothing was purged");
        }
    }

    private void purge(int dependency, int at) {
        String name = name(dependency);
        double before = layers.perRequest(dependency, baseline.from(), baseline.to());
        double now = layers.perRequest(dependency, at, at + AFTER_PURGE);
        long requests = (long) layers.requests(dependency, at, at + AFTER_PURGE);
        if (!(before > 0) && requests < LEAST_ANSWERS) {
            tell(
                    Kind.STAMPEDED,
                    Finding.UNKNOWN,
                    name,
                    "the listener before %s saw no request in the baseline, and %d after a purge",
                    name,
                    requests);
            return;
        }
        tell(
                Kind.STAMPEDED,
                finding(now >= MUCH_MORE * before && requests >= LEAST_ANSWERS),
                name,
                "in the %d s after the purge at %d s of the run %s was asked %.2f times for each"
                        + " request of users, %.2f in the baseline",
                AFTER_PURGE,
                at,
                name,
                now,
                before);
    }

    /// What was done for each wish that was answered in time.
    private void waste() {
        double given = layers.givenUp(from, to);
        double givenBefore = layers.givenUp(baseline.from(), baseline.to());
        boolean many = given >= 0.1 && given >= 3 * givenBefore;
        Optional<String> worked = many ? worked() : Optional.empty();
        Finding finding =
                !many ? Finding.NOT_FOUND : worked.isPresent() ? Finding.FOUND : Finding.UNKNOWN;
        tell(
                Kind.WASTED,
                finding,
                "application",
                "%s of the requests that ended had been given up by whoever sent them, %s in the"
                        + " baseline%s",
                Words.share(given),
                Words.share(givenBefore),
                many ? worked.orElse("; whether work for them went on, no listener shows") : "");
    }

    /// The dependency that works most for each answer in time, if it does twice what it did.
    private Optional<String> worked() {
        double worst = TWICE;
        Optional<String> told = Optional.empty();
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            double before = layers.perAnswer(i, baseline.from(), baseline.to());
            double now = layers.perAnswer(i, from, to);
            if (before > 0 && now / before >= worst) {
                worst = now / before;
                told =
                        Optional.of(
                                Double.isInfinite(now)
                                        ? Words.say(
                                                "; %s did %.0f requests a second, and nobody was"
                                                        + " answered in time",
                                                name(i), layers.requests(i, from, to) / (to - from))
                                        : Words.say(
                                                "; for each wish that was answered in time %s did"
                                                        + " %.1f times as many requests as in the"
                                                        + " baseline",
                                                name(i), worst));
            }
        }
        return told;
    }
}

package dev.unruly.judge;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Guardrail;
import dev.unruly.model.Intention;
import dev.unruly.model.Journey;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.Roster;
import dev.unruly.model.Visit;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything a run measured, added up so that the judge can look at it while the run goes on and
/// afterwards. Feeding the same chronicle again gives the same ledger. One thread at a time.
public final class Ledger implements Chronicle {

    private final Roster roster;
    final Cells cells;
    final Cohorts cohorts = new Cohorts();
    final Flows flows;
    final Duplicates duplicates;
    final Windows windows;
    final Map<Kind, Seen> failures = new LinkedHashMap<>();
    final List<List<DependencySecond>> dependencies = new ArrayList<>();
    final List<List<GuardSecond>> guards = new ArrayList<>();
    final List<GeneratorSecond> generator = new ArrayList<>();
    final PerSecond visits = new PerSecond();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<Phase, Long> phaseBegan = new EnumMap<>(Phase.class);
    private long notSent;
    private long heldBack;
    private long lastNanos;

    /// A way in which requests failed.
    record Kind(int endpoint, Outcome outcome, int status) {}

    /// How often it was seen, and when first.
    static final class Seen {
        long count;
        int firstSecond = Integer.MAX_VALUE;
    }

    public Ledger(Experiment experiment) {
        this.roster = Roster.of(experiment);
        this.cells = new Cells(roster);
        this.flows = new Flows(roster);
        this.duplicates = new Duplicates(once(experiment, roster));
        this.windows = new Windows(roster, experiment.expectations());
        for (int i = 0; i < roster.dependencies().size(); i++) {
            dependencies.add(new ArrayList<>());
            guards.add(new ArrayList<>());
        }
    }

    private static boolean[] once(Experiment experiment, Roster roster) {
        boolean[] once = new boolean[roster.endpoints().size()];
        int endpoint = 0;
        for (Journey journey : experiment.population().journeys()) {
            for (Journey.State state : journey.states()) {
                once[endpoint++] = state.once();
            }
        }
        return once;
    }

    Roster roster() {
        return roster;
    }

    @Override
    public void visits(Visit visit) {
        if (visit.startNanos() >= 0) {
            visits.add(Cohorts.second(visit.startNanos()), 1);
        }
        reached(visit.startNanos());
    }

    @Override
    public void wishes(Intention intention) {
        cohorts.add(intention);
        flows.add(intention);
        Part part = part(intention.meantNanos());
        if (part != null) {
            cells.at(intention.endpoint(), intention.persona(), intention.region(), part).needed +=
                    intention.needed();
        }
        reached(intention.meantNanos());
    }

    @Override
    public void requested(Observation o) {
        flows.add(o);
        duplicates.add(o);
        Part part = part(o.wishedNanos(), o.endedNanos());
        if (part != null && o.sentNanos() >= 0) {
            cells.at(o.endpoint(), o.persona(), o.region(), part).add(o);
            windows.add(o, part);
        } else if (part != null && o.outcome().failed() && !o.outcome().ours()) {
            cells.at(o.endpoint(), o.persona(), o.region(), part).unsent(o);
        }
        if (o.outcome().ours()) {
            notSent++;
        }
        if (o.outcome() == Outcome.HELD_BACK) {
            heldBack++;
        }
        if (o.outcome().failed()) {
            var kind = new Kind(o.endpoint(), o.outcome(), o.status());
            Seen seen = failures.computeIfAbsent(kind, any -> new Seen());
            seen.count++;
            seen.firstSecond = Math.min(seen.firstSecond, Cohorts.second(o.endedNanos()));
        }
        reached(o.endedNanos());
    }

    @Override
    public void concluded(Conclusion c) {
        cohorts.add(c);
        flows.add(c);
        Intention i = c.intention();
        Part part = part(i.meantNanos(), c.endedNanos());
        if (part != null) {
            cells.at(i.endpoint(), i.persona(), i.region(), part).add(c);
            windows.add(c, part);
        }
        reached(c.endedNanos());
    }

    @Override
    public void dependency(DependencySecond second) {
        dependencies.get(second.dependency()).add(second);
    }

    @Override
    public void guarded(GuardSecond second) {
        guards.get(second.dependency()).add(second);
    }

    @Override
    public void generator(GeneratorSecond second) {
        generator.add(second);
    }

    @Override
    public void mark(Mark mark) {
        marks.add(mark);
        if (mark instanceof Mark.PhaseBegan began) {
            phaseBegan.putIfAbsent(began.phase(), began.atNanos());
        }
        reached(mark.atNanos());
    }

    /// What happened to the run, in order.
    public List<Mark> marks() {
        return List.copyOf(marks);
    }

    /// When a phase began; -1: it has not.
    public long began(Phase phase) {
        return phaseBegan.getOrDefault(phase, -1L);
    }

    /// When the last trigger that has ended did so; -1: none has.
    public long lastTriggerEndNanos() {
        long last = -1;
        for (Mark mark : marks) {
            if (mark instanceof Mark.TriggerEnded) {
                last = Math.max(last, mark.atNanos());
            }
        }
        return last;
    }

    /// The wishes of users whom triggers brought, as a share of the organic ones, over the last
    /// `seconds` whole seconds.
    public double triggerBornShare(int seconds, long nowNanos) {
        int to = Cohorts.second(nowNanos);
        int from = Math.max(0, to - seconds);
        long organic = cohorts.begun().sum(from, to);
        return (double) flows.bornOfTriggers.sum(from, to) / Math.max(1, organic);
    }

    /// Whether a guardrail's condition has held in every second for as long as it asks.
    public boolean heldFor(Guardrail rail, long nowNanos) {
        return new Rail(this).heldFor(rail, Cohorts.second(nowNanos));
    }

    /// Requests that this machine could not send.
    long notSent() {
        return notSent;
    }

    /// Those of them that `allow-targets` did not allow.
    long heldBack() {
        return heldBack;
    }

    /// The latest moment that anything tells of.
    public long lastNanos() {
        return lastNanos;
    }

    /// The part in which a wish was meant; null outside of what counts.
    private @Nullable Part part(long nanos) {
        if (nanos >= end()) {
            return null;
        }
        if (since(Phase.WATCH, nanos)) {
            return Part.WATCH;
        }
        if (since(Phase.TRIGGER, nanos)) {
            return Part.TRIGGER;
        }
        return since(Phase.BASELINE, nanos) ? Part.BASELINE : null;
    }

    /// The part that what was wished and ended then belongs to: what still ran when the triggers
    /// began is theirs, not the baseline's.
    private @Nullable Part part(long wishedNanos, long endedNanos) {
        Part part = part(wishedNanos);
        return part == Part.BASELINE && since(Phase.TRIGGER, endedNanos) ? Part.TRIGGER : part;
    }

    /// Where what counts ends: relief is our own doing, and restoring shows only whether it helped.
    long end() {
        return phaseBegan.getOrDefault(Phase.RELIEF, Long.MAX_VALUE);
    }

    private boolean since(Phase phase, long nanos) {
        Long began = phaseBegan.get(phase);
        return began != null && nanos >= began;
    }

    private void reached(long nanos) {
        lastNanos = Math.max(lastNanos, nanos);
    }
}

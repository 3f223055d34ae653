package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.judge.Judge;
import dev.unruly.judge.Ledger;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Trigger;
import java.util.Arrays;
import java.util.List;

/// Leads a run through its phases: pulls triggers when they are due and lets go of them, watches,
/// relieves and restores, and heeds guardrails. A state machine; whoever has the clock calls
/// [#tick].
public final class Director {

    private static final long SECOND = 1_000_000_000L;

    /// How long the triggers' own users may keep the load up after the last trigger's end before
    /// watching begins all the same.
    private static final long MOST_AFTERMATH = 60 * SECOND;

    /// How far ahead loops are told of a moment that they are to share.
    private static final long LEAD = 20_000_000L;

    private final Experiment experiment;
    private final Judge judge;
    private final Ledger ledger;
    private final Chronicle chronicle;
    private final Levers levers;
    private final Plan plan;
    private final Guardrails guardrails;
    private final Pull[] pulls;
    private Phase phase = Phase.WARM_UP;
    private long phaseBegan;
    private long lastLook = -1;
    private boolean begun;
    private boolean over;
    private long endedNanos;
    private String stopped = "";

    /// How far a trigger has come.
    private enum Pull {
        DUE,
        ASKED,
        IN_FORCE,
        LETTING_GO,
        OVER
    }

    /// @param plan of the experiment
    /// @param judge asked what to do next
    /// @param ledger what is known so far
    /// @param chronicle told of phases and triggers; the ledger must hear of them through it
    /// @param levers what is pulled
    public Director(Plan plan, Judge judge, Ledger ledger, Chronicle chronicle, Levers levers) {
        this.plan = plan;
        this.experiment = plan.experiment();
        this.judge = judge;
        this.ledger = ledger;
        this.chronicle = chronicle;
        this.levers = levers;
        this.guardrails = new Guardrails(experiment, judge);
        this.pulls = new Pull[experiment.triggers().size()];
        Arrays.fill(pulls, Pull.DUE);
    }

    /// The phase the run is in.
    public Phase phase() {
        return phase;
    }

    /// Whether the run has come to its end.
    public boolean over() {
        return over;
    }

    /// When it came to its end.
    public long endedNanos() {
        return endedNanos;
    }

    /// Why it ended early; empty: it did not.
    public String stopped() {
        return stopped;
    }

    /// Does what is due. To be called ten times a second or more often.
    public void tick(long now) {
        if (over) {
            return;
        }
        if (!begun) {
            begun = true;
            enter(Phase.WARM_UP, now);
        }
        switch (phase) {
            case WARM_UP -> {
                if (now >= experiment.phases().warmUpNanos()) {
                    enter(Phase.BASELINE, now);
                }
            }
            case BASELINE -> {
                if (now >= plan.baselineEndNanos()) {
                    leaveBaseline(now);
                }
            }
            case TRIGGER -> pull(now);
            case WATCH, RELIEF, RESTORE -> {}
        }
        if (now / SECOND != lastLook) {
            lastLook = now / SECOND;
            look(now);
        }
    }

    /// Ends the run early: faults first.
    public void stop(String why, long now) {
        if (!over) {
            stopped = why;
            letGoOfAll(now);
            finish(now);
        }
    }

    private void leaveBaseline(long now) {
        List<String> problems = judge.baselineProblems(ledger, now);
        if (!problems.isEmpty() && !experiment.triggers().isEmpty()) {
            chronicle.mark(
                    new Mark.Note(
                            "no trigger is pulled, for there is no baseline to compare with: "
                                    + String.join("; ", problems),
                            now));
            finish(now);
            return;
        }
        enter(experiment.triggers().isEmpty() ? Phase.WATCH : Phase.TRIGGER, now);
        if (phase == Phase.TRIGGER) {
            pull(now);
        }
    }

    private void pull(long now) {
        boolean allOver = true;
        for (int i = 0; i < pulls.length; i++) {
            Trigger trigger = experiment.triggers().get(i);
            if (pulls[i] == Pull.DUE && now >= plan.baselineEndNanos() + trigger.atNanos()) {
                begin(i, trigger, now);
            } else if (pulls[i] == Pull.IN_FORCE && now >= plan.overNanos(trigger)) {
                end(i, trigger, now);
            }
            allOver &= pulls[i] == Pull.OVER;
        }
        if (allOver && loadIsBack(now)) {
            enter(Phase.WATCH, now);
        }
    }

    private void begin(int i, Trigger trigger, long now) {
        pulls[i] = Pull.ASKED;
        switch (trigger) {
            case Trigger.OnDependency fault ->
                    levers.beginFault(i, fault, new Pulled(i, words(fault), false));
            case Trigger.Purge purge -> levers.purge(i, purge, new Pulled(i, "", true));
            case Trigger.Forget forget -> levers.forget(forget, new Pulled(i, "", true));
            case Trigger.Route route -> {
                levers.route(route.region(), route.addNanos());
                inForce(
                        i,
                        Words.say(
                                "the way from %s is %d ms longer for %s",
                                route.region(),
                                route.addNanos() / 1_000_000,
                                Words.seconds(route.forNanos())),
                        now);
            }
            case Trigger.Surge surge -> inForce(i, Surges.words(surge.arrival()), now);
        }
    }

    private void end(int i, Trigger trigger, long now) {
        pulls[i] = Pull.LETTING_GO;
        switch (trigger) {
            case Trigger.OnDependency fault ->
                    levers.endFault(i, fault, when -> isOver(i, "", when));
            case Trigger.Route route -> {
                levers.route(route.region(), 0);
                isOver(i, "", now);
            }
            case Trigger.Surge ignored -> isOver(i, "", now);
            case Trigger.Purge _, Trigger.Forget _ -> {}
        }
    }

    /// On whom, and for how long: what a gateway says of a fault follows.
    private static String words(Trigger.OnDependency fault) {
        return Words.say("for %s %s ", Words.seconds(fault.forNanos()), fault.dependency());
    }

    /// Hears what comes of a trigger that was pulled.
    private final class Pulled implements Levers.Began {
        private final int index;
        private final String who;
        private final boolean momentary;

        /// @param who what the detail is said of
        Pulled(int index, String who, boolean momentary) {
            this.index = index;
            this.who = who;
            this.momentary = momentary;
        }

        @Override
        public void inForce(String detail, long nowNanos) {
            Director.this.inForce(index, who + detail, nowNanos);
            if (momentary) {
                isOver(index, detail, nowNanos);
            }
        }

        @Override
        public void refused(String why, long nowNanos) {
            pulls[index] = Pull.OVER;
            stop("a trigger could not be pulled: " + why, nowNanos);
        }
    }

    private void inForce(int i, String detail, long when) {
        pulls[i] = Pull.IN_FORCE;
        chronicle.mark(new Mark.TriggerBegan(i, detail, when));
    }

    private void isOver(int i, String detail, long when) {
        pulls[i] = Pull.OVER;
        chronicle.mark(new Mark.TriggerEnded(i, detail, when));
    }

    /// Whether the triggers' own users no longer add more than a twentieth to the organic load.
    private boolean loadIsBack(long now) {
        long since = ledger.lastTriggerEndNanos();
        return now - since >= MOST_AFTERMATH || ledger.triggerBornShare(5, now) <= 0.05;
    }

    /// Once a second.
    private void look(long now) {
        heedGuardrails(now);
        if (!over && now >= experiment.phases().mostNanos()) {
            letGoOfAll(now);
            chronicle.mark(new Mark.Note("the time that the run may take is over", now));
            finish(now);
        }
        if (over) {
            return;
        }
        switch (phase) {
            case WARM_UP, BASELINE, TRIGGER -> {}
            case WATCH -> {
                switch (judge.next(ledger, now)) {
                    case Judge.Next.Watch ignored -> {}
                    case Judge.Next.Enough ignored -> finish(now);
                    case Judge.Next.Relieve ignored -> relieve(now);
                }
            }
            case RELIEF -> {
                boolean gone = judge.backlogGone(ledger, phaseBegan, now);
                if (gone || now - phaseBegan >= experiment.phases().reliefMostNanos()) {
                    long at = now + LEAD;
                    levers.restore(at);
                    enter(Phase.RESTORE, at);
                }
            }
            case RESTORE -> {
                if (judge.restored(ledger, phaseBegan, now)) {
                    finish(now);
                }
            }
        }
    }

    private void relieve(long now) {
        levers.hold();
        enter(Phase.RELIEF, now);
    }

    private void heedGuardrails(long now) {
        guardrails
                .struck(ledger, now)
                .ifPresent(rail -> {
                    chronicle.mark(new Mark.Guardrailed(rail.text(), rail.aborts(), now));
                    letGoOfAll(now);
                    if (rail.aborts()) {
                        stopped = rail.stopped();
                        finish(now);
                    } else if (phase != Phase.RELIEF && phase != Phase.RESTORE) {
                        if (experiment.phases().reliefMostNanos() > 0) {
                            relieve(now);
                        }
                    }
                });
    }

    /// Ends every fault that is in force, and pulls no more.
    private void letGoOfAll(long now) {
        for (int i = 0; i < pulls.length; i++) {
            Pull pull = pulls[i];
            if (pull == Pull.IN_FORCE) {
                end(i, experiment.triggers().get(i), now);
            } else if (pull == Pull.DUE) {
                pulls[i] = Pull.OVER;
            } else if (pull == Pull.ASKED
                    && experiment.triggers().get(i) instanceof Trigger.OnDependency fault) {
                int index = i;
                levers.endFault(
                        i, fault, when -> isOver(index, "ended before it was confirmed", when));
            }
        }
    }

    private void enter(Phase next, long now) {
        phase = next;
        phaseBegan = now;
        chronicle.mark(new Mark.PhaseBegan(next, now));
    }

    private void finish(long now) {
        over = true;
        endedNanos = now;
        chronicle.mark(new Mark.RunEnded(stopped, now));
    }
}

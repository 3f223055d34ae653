package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.judge.Glimpse;
import dev.unruly.judge.Judge;
import dev.unruly.judge.Ledger;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Glance;
import dev.unruly.model.RunResult;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// One run from its beginning to its verdict. Whoever has the clock calls [#tick] some twenty times
/// a second, always on the same thread.
public final class Play {

    private static final long SECOND = 1_000_000_000L;

    private final Plan plan;
    private final Stage stage;
    private final Ledger ledger;
    private final Chronicle chronicle;
    private final Judge judge;
    private final Director director;
    private final Glimpse glimpse;
    private final Health health;
    private final String schedule;
    private CompletableFuture<Pulse> asked = new CompletableFuture<>();
    private CompletableFuture<Pulse> ended = new CompletableFuture<>();
    private int askedSecond = -1;
    private long originNanos;

    /// Where the generator's own health is read.
    public interface Health {
        /// The figures of a second that has just ended, and everything else that is due each
        /// second.
        void second(int second, Pulse pulse, long nowNanos, Chronicle chronicle);
    }

    /// @param stage the users
    /// @param levers what else is pulled
    /// @param journal told everything; the ledger hears of it too
    /// @param health where the generator's own health is read
    public Play(
            Plan plan, Stage stage, Levers levers, Chronicle journal, Health health, int loops) {
        this.plan = plan;
        this.stage = stage;
        this.health = health;
        this.ledger = new Ledger(plan.experiment());
        this.chronicle = new Both(journal, ledger);
        double[] planned = plan.forecast().intentsPerSecond().toArray();
        this.judge = new Judge(plan.experiment(), planned, loops);
        this.glimpse = new Glimpse(planned);
        this.director = new Director(plan, judge, ledger, chronicle, levers);
        this.schedule = plan.schedule().toString();
    }

    /// The digest of what users mean to do.
    public String schedule() {
        return schedule;
    }

    /// Who is told what a run measures.
    public Chronicle chronicle() {
        return chronicle;
    }

    /// Lets the users in.
    ///
    /// @param newOriginNanos where the run's time 0 lies on the loops' clock, not before now
    public void begin(long newOriginNanos) {
        originNanos = newOriginNanos;
        stage.begin(newOriginNanos);
    }

    /// The run's time at a moment of the loops' clock.
    public long told(long loopNanos) {
        return loopNanos - originNanos;
    }

    /// Does what is due at a moment of the run; before its time 0, nothing.
    public void tick(long nowNanos) {
        if (nowNanos < 0) {
            return;
        }
        stage.drainTo(chronicle);
        int second = (int) (nowNanos / SECOND);
        if (asked.isDone()) {
            health.second(askedSecond, asked.resultNow(), nowNanos, chronicle);
            asked = new CompletableFuture<>();
            stage.drainTo(chronicle);
        }
        if (second > askedSecond + 1) {
            askedSecond = second - 1;
            asked = stage.pulse();
        }
        director.tick(nowNanos);
    }

    /// Whether the run has come to its end.
    public boolean over() {
        return director.over();
    }

    /// Ends it early: faults first.
    public void stop(String why, long nowNanos) {
        director.stop(why, nowNanos);
    }

    /// Sends all users away; completes when they are gone.
    public CompletableFuture<?> end() {
        ended = stage.end(!director.stopped().isEmpty());
        return ended;
    }

    /// How it is doing just now.
    public Glance glance(long nowNanos) {
        return glimpse.at(ledger, director.phase(), nowNanos);
    }

    /// The verdict, after [#end]. The run ended when its [Director] said so: what comes in while
    /// users go away belongs to what they wished before.
    public RunResult conclude(boolean asVolume, Instant startedAt, long nowNanos) {
        // What was late at the very end must count as well, or who stalls then could hide it.
        Pulse last = ended.resultNow();
        if (asked.isDone()) {
            last.lateness().add(asked.resultNow().lateness());
        }
        health.second(askedSecond + 1, last, nowNanos, chronicle);
        stage.drainTo(chronicle);
        var header =
                new RunResult.Header(
                        plan.experiment().name(),
                        plan.experiment().seed(),
                        schedule,
                        asVolume,
                        plan.experiment().target().url(),
                        startedAt,
                        director.endedNanos() / 1e9,
                        director.stopped().isEmpty(),
                        director.stopped());
        return judge.conclude(ledger, header);
    }
}

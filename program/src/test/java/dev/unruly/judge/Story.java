package dev.unruly.judge;

import dev.unruly.chance.Normal;
import dev.unruly.model.Cause;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.RunResult;
import dev.unruly.model.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A run that never happened, told as a chronicle: organic wishes by a Poisson process that fare,
/// second by second, as a [Weather] says. The same story and seed tell the same chronicle.
///
/// Made by setting what differs from an hour without events; told by [#tell].
public final class Story {

    private static final long SECOND = 1_000_000_000L;

    private final Experiment experiment;
    private final double perSecond;
    private final List<Mark> marks = new ArrayList<>();
    private long seed = 1;
    private int end;
    private String stopped = "";
    private double requestSkew = 1;
    private boolean asVolume;
    private IntFunction<Weather> weather = second -> Weather.CALM;
    private IntFunction<GeneratorSecond> generator = Backstage::calm;

    /// What is told, and when.
    private record Event(long nanos, Consumer<Chronicle> telling) {}

    /// A story of a cast, with so many organic wishes per second.
    public Story(Experiment experiment, double perSecond) {
        this.experiment = experiment;
        this.perSecond = perSecond;
        long baseline = experiment.phases().warmUpNanos();
        phase(Phase.WARM_UP, 0);
        phase(Phase.BASELINE, baseline / SECOND);
    }

    public Story seed(long value) {
        this.seed = value;
        return this;
    }

    public Story weather(IntFunction<Weather> bySecond) {
        this.weather = bySecond;
        return this;
    }

    public Story generator(IntFunction<GeneratorSecond> bySecond) {
        this.generator = bySecond;
        return this;
    }

    /// The control, without behaviour.
    public Story asVolume() {
        this.asVolume = true;
        return this;
    }

    /// The first dependency gets this many times as many requests as users send, from the
    /// baseline's end on.
    public Story fanOut(double factor) {
        this.requestSkew = factor;
        return this;
    }

    public Story mark(Mark mark) {
        marks.add(mark);
        return this;
    }

    public Story phase(Phase phase, long second) {
        return mark(new Mark.PhaseBegan(phase, second * SECOND));
    }

    /// A trigger that is in force from one second to another.
    public Story trigger(int index, String detail, double from, double to) {
        return mark(new Mark.TriggerBegan(index, detail, (long) (from * SECOND)))
                .mark(new Mark.TriggerEnded(index, "", (long) (to * SECOND)));
    }

    /// The run is over, by itself.
    public Story until(int second) {
        return until(second, "");
    }

    /// The run is over, for a reason.
    public Story until(int second, String why) {
        this.end = second;
        this.stopped = why;
        return mark(new Mark.RunEnded(why, second * SECOND));
    }

    public Experiment experiment() {
        return experiment;
    }

    /// What the plan expects, second by second.
    public double[] planned() {
        double[] planned = new double[end + 600];
        Arrays.fill(planned, perSecond);
        return planned;
    }

    /// A judge of this story.
    public Judge judge() {
        return new Judge(experiment, planned(), 1);
    }

    /// All of it, added up.
    public Ledger ledger() {
        var ledger = new Ledger(experiment);
        tell(ledger);
        return ledger;
    }

    /// What was played.
    public RunResult.Header header() {
        return new RunResult.Header(
                experiment.name(),
                experiment.seed(),
                "0123456789abcdef0123456789abcdef",
                asVolume,
                experiment.target().url(),
                Instant.parse("2026-01-01T12:00:00Z"),
                end,
                stopped.isEmpty(),
                stopped);
    }

    /// What the judge makes of it.
    public RunResult result() {
        return judge().conclude(ledger(), header());
    }

    /// Tells everything, in the order in which it becomes known.
    public void tell(Chronicle chronicle) {
        var events = new ArrayList<Event>();
        for (Mark mark : marks) {
            events.add(new Event(mark.atNanos(), c -> c.mark(mark)));
        }
        var backstage = new Backstage(end, requestSkew, baselineEnd());
        var wishes = new Wishes(events, backstage);
        for (int second = 0; second < end; second++) {
            Weather now = weather.apply(second);
            wishes.during(second, perSecond * now.load(), now, 0);
            wishes.during(second, now.surge(), now, 1);
        }
        for (int second = 0; second < end; second++) {
            GeneratorSecond health = generator.apply(second);
            events.add(new Event((second + 1) * SECOND, c -> c.generator(health)));
            for (var seen : backstage.dependencies(second, weather.apply(second))) {
                events.add(new Event((second + 1) * SECOND, c -> c.dependency(seen)));
            }
        }
        // A stable sort: what becomes known at the same moment stays in the order above.
        events.sort(Comparator.comparingLong(Event::nanos));
        events.forEach(event -> event.telling.accept(chronicle));
    }

    private int baselineEnd() {
        return (int)
                ((experiment.phases().warmUpNanos() + experiment.phases().baselineNanos())
                        / SECOND);
    }

    /// Makes wishes and everything that follows from them.
    private final class Wishes {

        private final List<Event> events;
        private final Backstage backstage;
        private final SplittableRandom random = new SplittableRandom(seed);
        private long users;

        Wishes(List<Event> events, Backstage backstage) {
            this.events = events;
            this.backstage = backstage;
        }

        /// A Poisson process has no memory, so every second may begin anew.
        void during(int second, double rate, Weather weather, int born) {
            double at = gap(rate);
            while (at < 1) {
                wish((long) ((second + at) * SECOND), weather, born);
                at += gap(rate);
            }
        }

        private double gap(double rate) {
            return rate <= 0 ? 1 : -StrictMath.log(1 - random.nextDouble()) / rate;
        }

        private void wish(long meant, Weather weather, int born) {
            int endpoint = pick(0.30, 0.15, 0.40, 0.15);
            int persona = pick(0.6, 0.4);
            int region = pick(0.5, 0.3, 0.2);
            var intention =
                    new Intention(
                            users++,
                            0,
                            endpoint,
                            persona,
                            region,
                            born,
                            meant,
                            0,
                            4 * SECOND,
                            Cast.NEEDED.get(endpoint));
            boolean good = random.nextDouble() < weather.good();
            double far = 1 + 0.4 * region;
            double z = Normal.quantile(Math.max(1e-12, random.nextDouble()));
            double took =
                    good
                            ? far * weather.medianSeconds() * StrictMath.exp(weather.sigma() * z)
                            : patience();
            int attempts = attempts(weather.attempts());
            long ended = meant + Math.max(1, (long) (took * SECOND));
            var visit = new Visit(intention.user(), meant, persona, region, born);
            events.add(new Event(meant, c -> c.visits(visit)));
            events.add(new Event(meant, c -> c.wishes(intention)));
            requests(intention, ended, attempts, good);
            conclude(intention, ended, attempts, good);
        }

        private double patience() {
            double u = random.nextDouble();
            return 4.1 * StrictMath.exp(StrictMath.log(-StrictMath.log(1 - u)) / 2.2);
        }

        private int attempts(double mean) {
            double whole = Math.floor(mean);
            return (int) whole + (random.nextDouble() < mean - whole ? 1 : 0);
        }

        private void conclude(Intention i, long ended, int attempts, boolean good) {
            var way =
                    good
                            ? Conclusion.End.ANSWERED
                            : random.nextInt(8) == 0 ? Conclusion.End.FAILED : Conclusion.End.LEFT;
            boolean cut = ended >= end * SECOND;
            long when = Math.min(ended, end * SECOND);
            var conclusion =
                    new Conclusion(
                            i,
                            cut ? Conclusion.End.CUT_OFF : way,
                            when,
                            attempts,
                            attempts * i.needed());
            events.add(new Event(when, c -> c.concluded(conclusion)));
        }

        /// Attempts are spread evenly over the wait; each takes all its requests.
        private void requests(Intention i, long ended, int attempts, boolean good) {
            long step = (ended - i.meantNanos()) / attempts;
            for (int attempt = 0; attempt < attempts; attempt++) {
                long meant = i.meantNanos() + attempt * step;
                if (meant >= end * SECOND) {
                    return;
                }
                boolean last = attempt == attempts - 1;
                Cause cause = attempt == 0 ? Cause.FIRST_TRY : cause(i.persona());
                for (int part = 0; part < i.needed(); part++) {
                    request(
                            i,
                            attempt,
                            part,
                            cause,
                            meant,
                            last ? ended : meant + step,
                            last && good);
                }
            }
        }

        private void request(
                Intention i,
                int attempt,
                int part,
                Cause cause,
                long meant,
                long until,
                boolean ok) {
            boolean cut = until >= end * SECOND;
            Outcome outcome = cut ? Outcome.CUT_OFF : ok ? Outcome.OK : bad(i.persona());
            long ended = Math.min(until, end * SECOND);
            boolean answered = outcome == Outcome.OK || outcome == Outcome.WRONG_STATUS;
            long sent = Math.min(ended, meant + 40_000);
            var observation =
                    new Observation(
                            i.user(),
                            i.intent(),
                            attempt,
                            part,
                            i.endpoint(),
                            i.persona(),
                            i.region(),
                            i.born(),
                            cause,
                            i.meantNanos(),
                            meant,
                            sent,
                            answered ? ended - (ended - sent) / 10 : -1,
                            ended,
                            outcome,
                            answered ? (ok ? 200 : 503) : 0,
                            answered ? 4_096 : 0,
                            attempt == 0 && part == 0);
            backstage.sent(Cohorts.second(sent), outcome);
            events.add(new Event(ended, c -> c.requested(observation)));
        }

        private Outcome bad(int persona) {
            return switch (pick(0.7, 0.25, 0.05)) {
                case 0 -> persona == 0 ? Outcome.CANCELLED : Outcome.TIMED_OUT;
                case 1 -> Outcome.WRONG_STATUS;
                default -> Outcome.RESET;
            };
        }

        private Cause cause(int persona) {
            return persona == 0
                    ? List.of(Cause.REFRESH, Cause.NEW_TAB, Cause.SIGN_IN_AGAIN)
                            .get(pick(0.75, 0.15, 0.10))
                    : List.of(Cause.CLIENT_RETRY, Cause.REFRESH).get(pick(0.85, 0.15));
        }

        private int pick(double... shares) {
            double u = random.nextDouble();
            int at = 0;
            while (at < shares.length - 1 && u >= shares[at]) {
                u -= shares[at++];
            }
            return at;
        }
    }
}

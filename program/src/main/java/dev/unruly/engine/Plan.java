package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Key128;
import dev.unruly.chance.Pick;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.model.Arrival;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Experiment;
import dev.unruly.model.Feed;
import dev.unruly.model.LastMile;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Region;
import dev.unruly.model.Roster;
import dev.unruly.model.SignIn;
import dev.unruly.model.Target;
import dev.unruly.model.Trigger;
import dev.unruly.world.Address;
import dev.unruly.world.Peer;
import dev.unruly.world.Road;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An experiment, ready to be played: immutable, shared by all loops and machines. Everything that
/// users would do follows from it and from the keys of [Draws]; nothing is consumed.
public final class Plan {

    private final Experiment experiment;
    private final Draws draws;
    private final List<Origin> processes;
    private final int organic;
    private final List<Kind> kinds;
    private final Pick kindShares;
    private final Pick regionShares;
    private final List<Road.Shape> roads;
    private final Optional<Addresses> addresses;
    private final List<Route> routes;
    private final long baselineEndNanos;
    private final long triggersOverNanos;
    private final long pastNanos;

    private Plan(Experiment experiment) {
        Population population = experiment.population();
        Phases phases = experiment.phases();
        var seed = new Seed(experiment.seed());
        this.experiment = experiment;
        this.draws = seed.stream("users");
        this.baselineEndNanos = phases.warmUpNanos() + phases.baselineNanos();
        this.processes = processes(experiment, seed.stream("arrivals"), baselineEndNanos);
        this.organic = experiment.arrivals().size();
        this.triggersOverNanos = triggersOver();
        this.kindShares =
                Pick.byWeight(
                        population.personas().stream()
                                .mapToDouble(p -> p.share().value())
                                .toArray());
        this.regionShares =
                Pick.byWeight(
                        population.regions().stream()
                                .mapToDouble(r -> r.share().value())
                                .toArray());
        this.roads = population.regions().stream().map(Plan::road).toList();
        this.addresses =
                switch (population.clientAddress()) {
                    case ClientAddress.Untold() -> Optional.empty();
                    case ClientAddress.InHeader told -> Optional.of(Addresses.of(told));
                };
        var ordinals = new Ordinals(processes);
        var glossary = new Glossary(population, experiment.seed(), draws, ordinals);
        var compiler = new Compiler(experiment, glossary);
        this.kinds = compiler.kinds();
        this.routes = compiler.routes();
        this.pastNanos = Past.nanos(this);
        count(population, ordinals);
    }

    /// The plan of an experiment.
    ///
    /// @throws IllegalArgumentException when it cannot be played: a template that names what is not
    ///   there, a surge without an end, fewer accounts or unique records than users
    public static Plan of(Experiment experiment) {
        return new Plan(experiment);
    }

    /// What is played.
    public Experiment experiment() {
        return experiment;
    }

    /// The names behind the numbers.
    public Roster roster() {
        return Roster.of(experiment);
    }

    /// What requests may ask for, by [Route]'s number.
    public List<Route> routes() {
        return routes;
    }

    /// When the baseline ends and the triggers' clock begins.
    public long baselineEndNanos() {
        return baselineEndNanos;
    }

    /// When the last trigger is over, by plan.
    public long triggersOverNanos() {
        return triggersOverNanos;
    }

    /// When the run ends, by plan: it may be played for longer.
    public long horizonNanos() {
        return triggersOverNanos + experiment.phases().watchNanos();
    }

    /// How far the simulated pre-history reaches.
    public long pastNanos() {
        return pastNanos;
    }

    /// The digest of what users would do in this plan if everything were answered at once.
    public Key128 schedule() {
        return schedule(1);
    }

    /// The same, added up from the shares of several loops.
    public Key128 schedule(int loops) {
        return Schedule.of(this, loops);
    }

    /// What would be offered.
    ///
    /// @throws IllegalArgumentException when it is more than anybody can play
    public Forecast forecast() {
        return Forecast.of(this);
    }

    /// When a trigger is over, by plan, in nanoseconds since the run began.
    public long overNanos(Trigger trigger) {
        return baselineEndNanos
                + switch (trigger) {
                    case Trigger.Surge surge ->
                            Surges.overNanos(surge.arrival(), surge.atNanos(), organicPerSecond());
                    case Trigger.OnDependency hurt -> hurt.atNanos() + hurt.forNanos();
                    case Trigger.Route route -> route.atNanos() + route.forNanos();
                    case Trigger.Purge purge -> purge.atNanos();
                    case Trigger.Forget forget -> forget.atNanos();
                };
    }

    Draws draws() {
        return draws;
    }

    /// The backend's edge.
    Peer peer() {
        Target target = experiment.target();
        return new Peer(
                new Address(target.at().host(), target.at().port()), Manners.authority(target));
    }

    /// All arrival processes, by number.
    List<Origin> processes() {
        return processes;
    }

    /// Those whose users come by themselves.
    List<Origin> organic() {
        return processes.subList(0, organic);
    }

    List<Kind> kinds() {
        return kinds;
    }

    /// The kind of user that a user is.
    Kind kindOf(long user) {
        return kinds.get(kindShares.at(draws.uniform(user, 0, Purpose.PERSONA, 0)));
    }

    /// The region where a user is.
    ///
    /// @param settled by the arrival process, or -1
    int regionOf(long user, int settled) {
        return settled >= 0 ? settled : regionShares.at(draws.uniform(user, 0, Purpose.REGION, 0));
    }

    /// What the roads from the regions are like.
    List<Road.Shape> roads() {
        return roads;
    }

    Optional<Addresses> addresses() {
        return addresses;
    }

    private double organicPerSecond() {
        double sum = 0;
        for (Origin process : organic()) {
            sum += Surges.perSecond(process.arrival(), baselineEndNanos, process);
        }
        return sum;
    }

    private long triggersOver() {
        long over = baselineEndNanos;
        for (Trigger trigger : experiment.triggers()) {
            over = Math.max(over, overNanos(trigger));
        }
        return over;
    }

    /// Numbers users without gaps where something is theirs alone, and refuses what is too little.
    private void count(Population population, Ordinals ordinals) {
        var feeds = new ArrayList<>(population.feeds());
        if (population.signIn() instanceof SignIn.ByCall byCall) {
            feeds.add(Glossary.accounts(byCall));
        }
        if (feeds.stream().noneMatch(Plan::goesByUser)) {
            return;
        }
        ordinals.count(this);
        for (Feed feed : feeds) {
            boolean unique = feed.order() instanceof Feed.Order.Unique;
            if (unique && feed.rows().size() < ordinals.size()) {
                throw new IllegalArgumentException(
                        "%s has %d records, one for each user, but there would be %d users"
                                .formatted(feed.name(), feed.rows().size(), ordinals.size()));
            }
        }
    }

    private static boolean goesByUser(Feed feed) {
        return switch (feed.order()) {
            case Feed.Order.Circular(), Feed.Order.Unique() -> true;
            case Feed.Order.Random(), Feed.Order.Zipf _ -> false;
        };
    }

    private static List<Origin> processes(Experiment experiment, Draws draws, long baselineEnd) {
        List<Region> regions = experiment.population().regions();
        var processes = new ArrayList<Origin>();
        for (Arrival arrival : experiment.arrivals()) {
            processes.add(new Origin(processes.size(), 0, arrival, 0, draws, regions));
        }
        List<Trigger> triggers = experiment.triggers();
        for (int i = 0; i < triggers.size(); i++) {
            if (triggers.get(i) instanceof Trigger.Surge(Arrival arrival, long atNanos)) {
                long offset = baselineEnd + (hasOwnTimes(arrival) ? 0 : atNanos);
                processes.add(new Origin(processes.size(), 1 + i, arrival, offset, draws, regions));
            }
        }
        return List.copyOf(processes);
    }

    /// Whether an arrival says itself when it begins.
    private static boolean hasOwnTimes(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Flash _, Arrival.Viral _, Arrival.ReplayTimes _ -> true;
            case Arrival.Constant _,
                    Arrival.Poisson _,
                    Arrival.Ramp _,
                    Arrival.Steps _,
                    Arrival.Wave _,
                    Arrival.Daily _,
                    Arrival.SelfExciting _,
                    Arrival.ReplayCounts _ ->
                    false;
        };
    }

    private static Road.Shape road(Region region) {
        LastMile mile = region.lastMile();
        return new Road.Shape(
                region.roundTripNanos() + mile.roundTripNanos(),
                region.jitterNanos(),
                mile.upBitsPerSecond(),
                mile.downBitsPerSecond(),
                mile.lossShare(),
                mile.burstPackets());
    }
}

package dev.unruly.run;

import dev.unruly.advise.Advice;
import dev.unruly.advise.Capacity;
import dev.unruly.advise.Derived;
import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.advise.Rules;
import dev.unruly.advise.Setting;
import dev.unruly.advise.Stamp;
import dev.unruly.advise.Subject;
import dev.unruly.advise.Work;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Persona;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The settings that follow from what was seen, for every dependency whose requests can be answered
/// by the gateway, the edge among them; of databases and caches the time-out and the places, which
/// are for their drivers.
///
/// A listener asks twice only what may be asked twice, request by request, so a hedge does no harm
/// there. Retries it leaves to the application, which mostly has its own: both would multiply.
///
/// A route that had policies in the run, and so was counted and timed by itself, gets its own
/// time-out, places and, but for the edge, breaker.
///
/// The edge gets no breaker: that knows only all and nothing, and where everybody comes in, nothing
/// is an outage. What is beyond its places is turned away there instead. A budget needs to be known
/// who repeats what, which is known where people come in.
///
/// @param lines each setting, or why there is none
/// @param contradictions among them; empty: none
public record Derivation(List<Line> lines, List<String> contradictions) {

    /// One setting of one dependency.
    ///
    /// @param route of which it is; empty: of the dependency as a whole
    /// @param derived its policies, or why there are none
    /// @param stamp where it is from
    /// @param enforced whether the gateway puts it in force there
    public record Line(
            String dependency,
            String route,
            Setting.Kind setting,
            Derived<List<Policy>> derived,
            Stamp stamp,
            boolean enforced) {}

    public Derivation {
        lines = List.copyOf(lines);
        contradictions = List.copyOf(contradictions);
    }

    /// Derives them.
    ///
    /// @param production what is known of dependencies from elsewhere, which goes before what the
    ///   run has seen
    /// @param random for intervals
    public static Derivation of(
            Evidence evidence, List<ObservedLatency> production, RandomGenerator random) {
        return with(evidence, production.stream().map(Known::ofProduction).toList(), random);
    }

    /// The same where production is known in full.
    public static Derivation with(
            Evidence evidence, List<Known> production, RandomGenerator random) {
        Experiment experiment = evidence.experiment();
        var subjects = new ArrayList<Subject>();
        for (int i = 0; i < experiment.dependencies().size(); i++) {
            Dependency dependency = experiment.dependencies().get(i);
            if (dependency.protocol() != Dependency.Protocol.TCP) {
                Optional<Known> known =
                        production.stream()
                                .filter(p -> p.place().equals(Place.of(dependency.name())))
                                .findFirst();
                subjects.add(subject(evidence, i, known));
                subjects.addAll(routes(evidence, i, production));
            }
        }
        Advice advice = Advice.of(subjects, Rules.USUAL, random);
        List<Line> lines =
                advice.items().stream()
                        .filter(item ->
                                answered(experiment, item.place().dependency())
                                        || ofDrivers(item.kind()))
                        .filter(item -> item.place().route().isEmpty() || ofRoutes(item.kind()))
                        .map(item -> line(item, experiment))
                        .toList();
        return new Derivation(lines, advice.contradictions());
    }

    private static Line line(Advice.Item item, Experiment experiment) {
        boolean edge = edge(experiment, item.place().dependency());
        Derived<List<Policy>> derived =
                edge && item.kind() == Setting.Kind.BREAKER
                        ? new Derived.Refused<>(
                                "this is where everybody comes in: a breaker knows only all and"
                                        + " nothing, and nothing is an outage")
                        : item.setting().map(Derivation::policies);
        return new Line(
                item.place().dependency(),
                item.place().route(),
                item.kind(),
                derived,
                item.stamp(),
                answered(experiment, item.place().dependency()) && enforced(item.kind(), edge));
    }

    private static Subject subject(Evidence evidence, int index, Optional<Known> production) {
        Dependency dependency = evidence.experiment().dependencies().get(index);
        List<DependencySecond> seconds = evidence.seconds().get(index);
        Known known =
                production.orElseGet(() ->
                        Known.ofRun(
                                        Place.of(dependency.name()),
                                        seconds,
                                        evidence.wellFrom(),
                                        evidence.wellTo())
                                .withRepeatable(true));
        boolean edge = edge(evidence.experiment(), dependency.name());
        return Subject.of(known)
                .withCapacity(
                        capacity(evidence, index),
                        edge ? work(evidence.experiment()) : new Work(1, 1))
                .withCallee(0, dependency.upstreams().size());
    }

    /// The routes that were seen, each by itself.
    private static List<Subject> routes(Evidence evidence, int index, List<Known> production) {
        String dependency = evidence.experiment().dependencies().get(index).name();
        var subjects = new ArrayList<Subject>();
        evidence.routes()
                .get(index)
                .forEach((route, seconds) -> {
                    var place = new Place(dependency, route, "");
                    Known seen =
                            Known.ofRun(place, seconds, evidence.wellFrom(), evidence.wellTo());
                    Known known =
                            production.stream()
                                    .filter(p -> p.place().equals(place))
                                    .findFirst()
                                    .orElse(seen.withRepeatable(true));
                    subjects.add(Subject.of(known));
                });
        return subjects;
    }

    /// What a route has of its own; what may be done twice is its dependency's.
    private static boolean ofRoutes(Setting.Kind kind) {
        return switch (kind) {
            case TIMEOUT, BULKHEAD, BREAKER -> true;
            case RETRY, BUDGET, HEDGE, CONCURRENCY, CACHE -> false;
        };
    }

    private static boolean edge(Experiment experiment, String name) {
        return experiment.dependencies().stream()
                .anyMatch(
                        d -> d.name().equals(name) && d.listen().equals(experiment.target().at()));
    }

    /// Whether the gateway can answer a dependency's requests.
    private static boolean answered(Experiment experiment, String name) {
        return experiment.dependencies().stream()
                .anyMatch(d -> d.name().equals(name) && d.protocol() == Dependency.Protocol.HTTP);
    }

    /// What the drivers of a database and of a cache have settings for.
    private static boolean ofDrivers(Setting.Kind kind) {
        return switch (kind) {
            case TIMEOUT, BULKHEAD -> true;
            case RETRY, BUDGET, BREAKER, HEDGE, CONCURRENCY, CACHE -> false;
        };
    }

    private static boolean enforced(Setting.Kind kind, boolean edge) {
        return switch (kind) {
            case TIMEOUT, BULKHEAD, HEDGE -> true;
            case BUDGET -> edge;
            case BREAKER -> !edge;
            case RETRY, CONCURRENCY, CACHE -> false;
        };
    }

    /// What a dependency can complete: what its own seconds show, and where they show nothing of
    /// the edge, what those show that it asks.
    static Derived<Capacity> capacity(Evidence evidence, int index) {
        Derived<Capacity> own = own(evidence, index);
        List<Dependency> dependencies = evidence.experiment().dependencies();
        if (own instanceof Derived.Found<Capacity>
                || !edge(evidence.experiment(), dependencies.get(index).name())) {
            return own;
        }
        Derived<Capacity> least = own;
        long completed = completed(evidence, index);
        for (int i = 0; i < dependencies.size(); i++) {
            if (i != index
                    && Capacity.through(
                                    dependencies.get(i).name(),
                                    own(evidence, i),
                                    completed(evidence, i),
                                    completed)
                            instanceof Derived.Found<Capacity> through
                    && (!(least instanceof Derived.Found<Capacity>(Capacity known, String _))
                            || through.value().perSecond() < known.perSecond())) {
                least = through;
            }
        }
        return least;
    }

    /// While nothing was wrong.
    private static long completed(Evidence evidence, int index) {
        return evidence.seconds().get(index).stream()
                .filter(s -> s.second() >= evidence.wellFrom() && s.second() < evidence.wellTo())
                .mapToLong(DependencySecond::completed)
                .sum();
    }

    /// From the seconds in which it was neither warming up nor hurt.
    private static Derived<Capacity> own(Evidence evidence, int index) {
        List<DependencySecond> seconds = evidence.seconds().get(index);
        List<DependencySecond> unhurt =
                seconds.stream().filter(s -> evidence.unhurt(s.second())).toList();
        return Capacity.ofRun(unhurt, seconds);
    }

    /// What one request can become: the app's own retries, each by as many tries as a person makes.
    private static Work work(Experiment experiment) {
        int retries = 0;
        int tries = 1;
        for (Persona persona : experiment.population().personas()) {
            retries = Math.max(retries, persona.client().retries().most());
            tries = Math.max(tries, persona.tries());
        }
        return Work.ofRetries(retries, tries - 1);
    }

    private static List<Policy> policies(Setting setting) {
        return setting.policies().stream().map(Derivation::rounded).toList();
    }

    /// Times of up to three digits, for people.
    public static Policy rounded(Policy policy) {
        return switch (policy) {
            case Policy.Timeout t -> {
                long nanos = rounded(t.nanos());
                yield new Policy.Timeout(nanos, t.probe(), Math.max(nanos, rounded(t.fullNanos())));
            }
            case Policy.Breaker b ->
                    new Policy.Breaker(
                            b.failed(),
                            b.slow(),
                            rounded(b.slowNanos()),
                            b.windowNanos(),
                            b.openNanos(),
                            b.least());
            case Policy.Hedge h -> new Policy.Hedge(rounded(h.delayNanos()), rounded(h.chance()));
            case Policy.Retry r ->
                    new Policy.Retry(r.most(), rounded(r.baseNanos()), rounded(r.mostNanos()));
            case Policy.Budget _,
                    Policy.Bulkhead _,
                    Policy.SingleFlight _,
                    Policy.Concurrency _,
                    Policy.Rate _,
                    Policy.Shed _,
                    Policy.Throttle _,
                    Policy.Ejection _,
                    Policy.Cache _ ->
                    policy;
        };
    }

    /// To a tenth of a percent, and never to nothing.
    private static Share rounded(Share share) {
        return new Share(Math.max(1, Math.round(1_000 * share.value())) / 1_000.0);
    }

    private static long rounded(long nanos) {
        long unit = 1;
        while (nanos / unit >= 1_000) {
            unit *= 10;
        }
        return Math.ceilDiv(nanos, unit) * unit;
    }

    /// What the gateway puts in force.
    public List<Protection> protections() {
        return protections(true);
    }

    /// All that was derived, also what only an application can enforce.
    public List<Protection> all() {
        return protections(false);
    }

    private static Place place(Line line) {
        return new Place(line.dependency, line.route, "");
    }

    private List<Protection> protections(boolean enforcedOnly) {
        var protections = new ArrayList<Protection>();
        for (Place place : lines.stream().map(Derivation::place).distinct().toList()) {
            var policies = new ArrayList<Policy>();
            for (Line line : lines) {
                if (place(line).equals(place)
                        && (line.enforced || !enforcedOnly)
                        && line.derived
                                instanceof
                                Derived.Found<List<Policy>>(List<Policy> found, String _)) {
                    policies.addAll(found);
                }
            }
            if (!policies.isEmpty()) {
                protections.add(new Protection(place.dependency(), place.route(), policies));
            }
        }
        return protections;
    }
}

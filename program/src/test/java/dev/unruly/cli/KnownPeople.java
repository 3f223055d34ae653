package dev.unruly.cli;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Poisson;
import dev.unruly.forall.Draw;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Experiment;
import dev.unruly.model.Feed;
import dev.unruly.model.Guard;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Target;
import dev.unruly.model.Template;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A population of which everything is known, and a system that answers it now quickly, now slowly,
/// now not at all: what is learned from its log can be held against it.
///
/// @param population who they are
/// @param arrivals when they come
/// @param excited how they bring each other, if they do
/// @param system who answers
/// @param seconds for how long
/// @param seed of the run
record KnownPeople(
        Population population,
        Arrival arrivals,
        Optional<Excited> excited,
        Blueprint system,
        long seconds,
        long seed) {

    /// Each brings so many more, after exponential delays.
    record Excited(double branching, double halfLifeSeconds) {}

    /// How people come.
    enum Coming {
        ALIKE,
        DAILY,
        EXCITED
    }

    private static final long SECOND = 1_000_000_000L;
    private static final int ITEMS = 60;
    private static final List<String> PAGES =
            List.of("/", "/search", "/offers", "/help", "/items/");

    /// People drawn by chance.
    ///
    /// @param kinds how many personas
    /// @param sessions how many come, about
    static KnownPeople drawn(Draw draw, Coming coming, int kinds, int sessions) {
        return switch (coming) {
            case ALIKE -> {
                double perSecond = between(draw, 0.1, 0.5);
                long seconds = (long) (sessions / perSecond);
                yield drawn(draw, kinds, new Arrival.Poisson(perSecond), Optional.empty(), seconds);
            }
            case DAILY -> {
                long seconds = 2 * 86_400L + draw.between(0, 40_000);
                var harmonics =
                        List.of(
                                new Arrival.Harmonic(between(draw, 0.3, 0.5), between(draw, 1, 23)),
                                new Arrival.Harmonic(
                                        between(draw, 0.15, 0.3), between(draw, 1, 11)));
                var daily =
                        new Arrival.Daily(
                                (double) sessions / seconds,
                                harmonics,
                                List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
                                LearnedAgain.STARTS,
                                1);
                yield drawn(draw, kinds, daily, Optional.empty(), seconds);
            }
            case EXCITED -> {
                var excited = new Excited(between(draw, 0.3, 0.7), between(draw, 10, 40));
                double perSecond = between(draw, 0.03, 0.08);
                long seconds = (long) (sessions / perSecond);
                var times =
                        new Arrival.ReplayTimes(
                                clusters(draw, excited, perSecond, sessions, seconds));
                yield drawn(draw, kinds, times, Optional.of(excited), seconds);
            }
        };
    }

    /// Moments of a self-exciting process, as clusters: immigrants come at random, and whoever
    /// comes brings a Poisson number more (Alan Hawkes & David Oakes, "A cluster process
    /// representation of a self-exciting process", 1974). Those who were brought by somebody before
    /// the beginning come too.
    private static long[] clusters(
            Draw draw, Excited excited, double perSecond, int most, long seconds) {
        var chance = new SplittableRandom(draw.between(0L, Long.MAX_VALUE));
        double mean = excited.halfLifeSeconds() / Math.log(2);
        double before = 40 * mean / (1 - excited.branching());
        double immigrants = perSecond * (1 - excited.branching());
        var moments = new ArrayList<Double>();
        var waiting = new ArrayDeque<Double>();
        for (double at = -before; ; ) {
            at += -Math.log(1 - chance.nextDouble()) / immigrants;
            if (at > seconds) {
                break;
            }
            waiting.add(at);
        }
        while (!waiting.isEmpty() && moments.size() < 3 * most) {
            double at = waiting.remove();
            if (at >= 0 && at < seconds) {
                moments.add(at);
            }
            int brings = Poisson.count(excited.branching(), chance.nextDouble());
            for (int i = 0; i < brings; i++) {
                waiting.add(at - mean * Math.log(1 - chance.nextDouble()));
            }
        }
        return moments.stream().sorted().mapToLong(at -> (long) (at * SECOND)).toArray();
    }

    private static KnownPeople drawn(
            Draw draw, int kinds, Arrival arrivals, Optional<Excited> excited, long seconds) {
        var personas = new ArrayList<Persona>();
        var journeys = new ArrayList<Journey>();
        double first = kinds == 1 ? 1 : between(draw, 0.35, 0.65);
        for (int kind = 0; kind < kinds; kind++) {
            String name = "kind-" + kind;
            Share share = kind == 0 ? new Share(first) : new Share((1 - first) / (kinds - 1));
            personas.add(persona(draw, name, share));
            journeys.add(journey(draw, name, kind, kinds));
        }
        if (kinds > 1) {
            // A log cannot tell whose patience is whose: it is everybody's.
            Persona all = personas.getFirst();
            personas.replaceAll(one ->
                    new Persona(
                            one.name(),
                            one.share(),
                            one.journey(),
                            one.client(),
                            all.patienceSeconds(),
                            all.whenSlow(),
                            all.whenFailed(),
                            all.noticeSeconds(),
                            all.tries(),
                            1));
        }
        var population =
                new Population(
                        List.of(new Region("here", Share.ALL, ZoneOffset.UTC, 0, LastMile.NONE, 0)),
                        personas,
                        journeys,
                        List.of(items(between(draw, 0.6, 1.2))),
                        new SignIn.None(),
                        new ClientAddress.InHeader("X-Forwarded-For", 10 << 24, 8));
        long seed = draw.between(1, 1 << 30);
        return new KnownPeople(population, arrivals, excited, system(draw), seconds, seed);
    }

    Experiment experiment() {
        return new Experiment(
                "known",
                new Target(new HostPort("127.0.0.1", 80), false, ""),
                List.of(),
                population,
                seed,
                List.of(),
                List.of(),
                Hook.All.NONE,
                List.of(arrivals),
                new Phases(0, seconds * SECOND, 0, 0, seconds * SECOND),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Share.NONE);
    }

    private static double between(Draw draw, double least, double most) {
        return least + (most - least) * draw.between(0, 1_000) / 1_000.0;
    }

    private static Feed items(double exponent) {
        return new Feed(
                "items",
                List.of("item"),
                IntStream.range(0, ITEMS).mapToObj(i -> List.of("" + (1_000 + i))).toList(),
                new Feed.Order.Zipf(exponent));
    }

    private static Persona persona(Draw draw, String name, Share share) {
        double shape = between(draw, 0.9, 2.5);
        double scale = between(draw, 2, 6);
        double refresh = between(draw, 0.2, 0.5);
        double later = between(draw, 0.1, 0.25);
        double refreshFailed = between(draw, 0.2, 0.6);
        var browser =
                new Client(
                        Client.Kind.BROWSER,
                        6,
                        60 * SECOND,
                        0,
                        Client.Retries.NONE,
                        "Mozilla/5.0 (X11; Linux x86_64)",
                        false);
        return new Persona(
                name,
                share,
                name,
                browser,
                new Distribution.Weibull(shape, scale),
                reactions(refresh, later),
                reactions(refreshFailed, 0.1),
                new Distribution.Uniform(0.5, 1.5),
                1_000,
                1);
    }

    private static Reactions reactions(double refresh, double later) {
        return new Reactions(
                List.of(
                        new Reactions.Choice(new Reaction.Refresh(), new Share(refresh)),
                        new Reactions.Choice(
                                new Reaction.Later(new Distribution.Uniform(15, 60)),
                                new Share(later)),
                        new Reactions.Choice(
                                new Reaction.Leave(), new Share(1 - refresh - later))));
    }

    /// Kinds begin elsewhere and go other ways, or nobody could tell them apart.
    private static Journey journey(Draw draw, String name, int kind, int kinds) {
        int size = PAGES.size();
        var states = new ArrayList<Journey.State>();
        for (int i = 0; i < size; i++) {
            double leaves = between(draw, 0.12, 0.35);
            double[] weights = new double[size];
            double sum = 0;
            for (int to = 0; to < size; to++) {
                weights[to] = to == i && i < size - 1 ? 0 : between(draw, 0.1, 1);
                weights[to] *= kinds > 1 && to % kinds == kind ? 6 : 1;
                sum += weights[to];
            }
            var edges = new ArrayList<Journey.Edge>();
            for (int to = 0; to < size; to++) {
                if (weights[to] > 0) {
                    edges.add(
                            new Journey.Edge(
                                    to, new Share((1 - leaves) * weights[to] / sum), Guard.ALWAYS));
                }
            }
            edges.add(new Journey.Edge(Journey.LEAVE, new Share(leaves), Guard.ALWAYS));
            states.add(state(i, edges, think(draw, kind == 0 ? 1 : 4)));
        }
        double begins = between(draw, 0.3, 0.7);
        int at = kind % size;
        return new Journey(
                name,
                List.of(
                        new Journey.Start(at, new Share(begins)),
                        new Journey.Start((at + 2) % size, new Share(1 - begins))),
                new Distribution.Exponential(10),
                states);
    }

    private static Distribution think(Draw draw, double times) {
        double shape = between(draw, 1.3, 2.5);
        double scale = times * between(draw, 8, 25);
        return switch (draw.between(0, 3)) {
            case 0 -> new Distribution.LogLogistic(shape + 0.5, scale);
            case 1 -> new Distribution.Lognormal(scale, 1 / shape);
            case 2 -> new Distribution.Weibull(0.6 * shape, scale);
            default -> new Distribution.Gamma(shape, scale / shape);
        };
    }

    private static Journey.State state(int index, List<Journey.Edge> edges, Distribution think) {
        String path = PAGES.get(index);
        boolean items = path.equals("/items/");
        Template template =
                items
                        ? new Template(
                                List.of(
                                        new Template.Literal(path),
                                        new Template.FeedColumn("items", "item")))
                        : Template.literal(path);
        return new Journey.State(
                items ? "item" : "page-" + index,
                Call.get(template),
                List.of(Template.literal("/style.css")),
                edges,
                think,
                false,
                1,
                false,
                false,
                List.of());
    }

    /// Slow for some, broken for a few.
    private static Blueprint system(Draw draw) {
        double slow = between(draw, 0.05, 0.2);
        double broken = between(draw, 0.01, 0.04);
        // Whoever holds a place asks for it again: turned away, always.
        Step turnedAway = new Step.In("lock", List.of(new Step.In("lock", List.of())));
        return new Blueprint(
                List.of(
                        Station.patient("all", Station.ENDLESS),
                        new Station("lock", 1, 0, Station.WhenGone.WORK_ON)),
                List.of(),
                List.of(),
                List.of(
                        new Page(
                                "",
                                "/style.css",
                                Page.Answer.OK,
                                List.of(new Step.Work(new Distribution.Uniform(0.01, 0.04)))),
                        Page.all(
                                List.of(
                                        new Step.Work(new Distribution.Lognormal(0.15, 0.5)),
                                        new Step.Sometimes(
                                                slow,
                                                List.of(
                                                        new Step.Work(
                                                                new Distribution.Exponential(3)))),
                                        new Step.Sometimes(broken, List.of(turnedAway))))));
    }
}

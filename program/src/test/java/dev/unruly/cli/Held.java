package dev.unruly.cli;

import dev.unruly.chance.Distribution;
import dev.unruly.learn.Figure;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learned.Kind;
import dev.unruly.learn.Learned.Node;
import dev.unruly.learn.Learned.Way;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.LearnedPatience;
import dev.unruly.model.Arrival;
import dev.unruly.model.Feed;
import dev.unruly.model.Journey;
import dev.unruly.model.Persona;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;

/// What was learned, held against what is true, parameter by parameter.
final class Held {

    /// A parameter: what kind it is, what is true, what was learned.
    record Parameter(String what, String where, double truth, Figure learned) {

        /// Whether the truth is inside the interval.
        boolean inside() {
            return learned.low() <= truth && truth <= learned.high();
        }

        /// By how many standard errors the estimate is too high.
        double off() {
            double half =
                    learned.value() >= truth
                            ? learned.value() - learned.low()
                            : learned.high() - learned.value();
            return half == 0 ? 0 : 1.96 * (learned.value() - truth) / half;
        }
    }

    private final KnownPeople people;
    private final LearnedAgain again;
    private final List<Parameter> parameters = new ArrayList<>();

    private Held(KnownPeople people, LearnedAgain again) {
        this.people = people;
        this.again = again;
    }

    /// All that can be held against each other.
    static List<Parameter> against(KnownPeople people, LearnedAgain again) {
        var held = new Held(people, again);
        held.all();
        return held.parameters;
    }

    private void add(String what, String where, double truth, Figure learned) {
        if (learned.learned()) {
            parameters.add(new Parameter(what, where, truth, learned));
        }
    }

    private void all() {
        Learned learned = again.learned();
        List<Persona> personas = people.population().personas();
        if (learned.personas().size() == personas.size()) {
            for (Persona persona : personas) {
                Kind kind = alike(persona, learned.personas());
                if (personas.size() > 1) {
                    add("persona share", persona.name(), persona.share().value(), kind.share());
                }
                journey(persona, kind);
            }
        }
        patience(personas.getFirst(), learned.patience());
        reacts("slow", personas.getFirst().whenSlow(), learned.whenSlow());
        reacts("failed", personas.getFirst().whenFailed(), learned.whenFailed());
        Feed feed = people.population().feeds().getFirst();
        if (feed.order() instanceof Feed.Order.Zipf(double exponent)) {
            for (Learned.Items items : learned.items()) {
                if (items.state() == again.state("/items/")) {
                    add("zipf", "items", exponent, items.exponent());
                }
            }
        }
        if (learned.arrivals() instanceof LearnedArrivals.Known known) {
            arrivals(known);
        }
    }

    private void arrivals(LearnedArrivals.Known learned) {
        switch (people.arrivals()) {
            case Arrival.Poisson known ->
                    add("arrivals per second", "", known.perSecond(), learned.perSecond());
            case Arrival.Daily known -> {
                add("arrivals per second", "", known.meanPerSecond(), learned.perSecond());
                for (LearnedArrivals.Harmonic harmonic : learned.harmonics()) {
                    Arrival.Harmonic truth = known.harmonics().get(harmonic.k() - 1);
                    String where = "harmonic " + harmonic.k();
                    add("course: amplitude", where, truth.amplitude(), harmonic.amplitude());
                    double period = 24.0 / harmonic.k();
                    double off = truth.peakHour() - harmonic.peakHour().value();
                    double near = truth.peakHour() - period * Math.rint(off / period);
                    add("course: peak hour", where, near, harmonic.peakHour());
                }
            }
            default -> {}
        }
        people.excited()
                .ifPresent(truth -> {
                    if (learned.excitement() instanceof LearnedArrivals.Excitement.Hawkes hawkes) {
                        add("branching ratio", "", truth.branching(), hawkes.branching());
                        add("half-life", "", truth.halfLifeSeconds(), hawkes.halfLifeSeconds());
                    }
                });
    }

    /// The kind that begins as the persona does.
    private Kind alike(Persona persona, List<Kind> kinds) {
        Kind best = kinds.getFirst();
        double most = -1;
        for (Kind kind : kinds) {
            double common = 0;
            for (Journey.Start start : journey(persona).starts()) {
                common +=
                        Math.min(start.share().value(), share(kind, kind.starts(), start.state()));
            }
            if (common > most) {
                most = common;
                best = kind;
            }
        }
        return best;
    }

    private Journey journey(Persona persona) {
        return people.population().journeys().get(people.population().journey(persona.journey()));
    }

    private int state(int known) {
        Template path =
                people.population().journeys().getFirst().states().get(known).call().target();
        String text = path.toString();
        int place = text.indexOf('$');
        return again.state(place < 0 ? text : text.substring(0, place));
    }

    private double share(Kind kind, List<Way> ways, int known) {
        return ways.stream()
                .filter(way -> way.to() >= 0 && kind.nodes().get(way.to()).state() == state(known))
                .mapToDouble(way -> way.share().value())
                .sum();
    }

    private void journey(Persona persona, Kind kind) {
        Journey journey = journey(persona);
        for (Journey.Start start : journey.starts()) {
            way(
                    "start share",
                    persona.name(),
                    kind,
                    kind.starts(),
                    start.state(),
                    start.share().value());
        }
        for (int i = 0; i < journey.states().size(); i++) {
            Journey.State known = journey.states().get(i);
            int state = state(i);
            for (Node node : kind.nodes()) {
                if (node.state() != state || node.cameFrom() != Learned.ANYWHERE) {
                    continue;
                }
                String where = persona.name() + "/" + known.name();
                for (Journey.Edge edge : known.next()) {
                    if (edge.to() == Journey.LEAVE) {
                        node.ways().stream()
                                .filter(way -> way.to() == Learned.LEAVE)
                                .forEach(way ->
                                        add(
                                                "leave share",
                                                where,
                                                edge.share().value(),
                                                way.share()));
                    } else {
                        way("way share", where, kind, node.ways(), edge.to(), edge.share().value());
                    }
                }
                think(where, known.thinkSeconds(), node.think());
            }
        }
    }

    private void way(String what, String where, Kind kind, List<Way> ways, int to, double truth) {
        ways.stream()
                .filter(way -> way.to() >= 0)
                .filter(way -> kind.nodes().get(way.to()).state() == state(to))
                .filter(way -> kind.nodes().get(way.to()).cameFrom() == Learned.ANYWHERE)
                .forEach(way -> add(what, where + " to " + to, truth, way.share()));
    }

    private void think(String where, Distribution known, Learned.ThinkTime think) {
        if (think.basis() != Learned.Basis.FAMILY && think.basis() != Learned.Basis.QUANTILES) {
            return;
        }
        String family = known.getClass().getSimpleName();
        add("think median " + family, where, known.quantile(0.5), think.median());
        if (!known.getClass().equals(think.distribution().getClass())) {
            return;
        }
        double[] truth =
                switch (known) {
                    case Distribution.LogLogistic l -> new double[] {l.shape(), l.scale()};
                    case Distribution.Lognormal l -> new double[] {l.median(), l.sigma()};
                    case Distribution.Weibull w -> new double[] {w.shape(), w.scale()};
                    case Distribution.Gamma g -> new double[] {g.shape(), g.scale()};
                    default -> new double[0];
                };
        for (int i = 0; i < truth.length; i++) {
            Learned.Parameter parameter = think.parameters().get(i);
            add("think " + family + " " + parameter.name(), where, truth[i], parameter.figure());
        }
    }

    private void patience(Persona persona, LearnedPatience learned) {
        if (learned instanceof LearnedPatience.Seen seen
                && persona.patienceSeconds() instanceof Distribution.Weibull known) {
            add("patience shape", "", known.shape(), seen.shape());
            add("patience scale", "", known.scale(), seen.scaleSeconds());
            // Neighbouring points of a curve are off together: one speaks for all.
            LearnedPatience.Lasts point = seen.curve().get(seen.curve().size() / 2);
            double lasts = 1 - known.cdf(point.seconds());
            add("patience curve", point.seconds() + " s", lasts, point.share());
        }
    }

    private void reacts(String when, Reactions known, Learned.Reacts learned) {
        for (Reactions.Choice choice : known.choices()) {
            double share = choice.share().value();
            switch (choice.reaction()) {
                case Reaction.Refresh() ->
                        add("when " + when + ": again", "", share, learned.again());
                case Reaction.Later _ ->
                        add("when " + when + ": later", "", share, learned.later());
                case Reaction.Leave() ->
                        add("when " + when + ": leave", "", share, learned.leave());
                case Reaction.Wait(), Reaction.NewTab(), Reaction.SignInAgain() -> {}
            }
        }
    }
}

package dev.unruly.run;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Zipf;
import dev.unruly.model.Experiment;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Reactions.Choice;
import dev.unruly.model.Share;
import java.util.Arrays;
import java.util.List;

/// How people would be who are more patient, or ask again more often, than somebody has written.
///
/// @param patience by how much longer they wait before they react
/// @param reactions by how much more weight everything has that asks again, beside waiting on and
///   leaving; and how many more tries they make
public record Temper(double patience, double reactions) {

    /// As they are.
    public static final Temper AS_WRITTEN = new Temper(1, 1);

    public Temper {
        if (!(patience > 0) || !(reactions > 0)) {
            throw new IllegalArgumentException(
                    "patience and reactions must be > 0, got " + patience + ", " + reactions);
        }
    }

    /// As people read it.
    public String words() {
        return words("patience", patience) + ", " + words("reactions", reactions);
    }

    private static String words(String what, double times) {
        if (times == 1) {
            return what + " as written";
        }
        if (times == 0.5) {
            return what + " halved";
        }
        return times == 2 ? what + " doubled" : what + " × " + times;
    }

    /// The same experiment with such people.
    public Experiment of(Experiment experiment) {
        if (equals(AS_WRITTEN)) {
            return experiment;
        }
        Population people = experiment.population();
        return experiment.withPopulation(
                new Population(
                        people.regions(),
                        people.personas().stream().map(this::of).toList(),
                        people.journeys(),
                        people.feeds(),
                        people.signIn(),
                        people.clientAddress()));
    }

    private Persona of(Persona persona) {
        return new Persona(
                persona.name(),
                persona.share(),
                persona.journey(),
                persona.client(),
                scaled(persona.patienceSeconds(), patience),
                of(persona.whenSlow()),
                of(persona.whenFailed()),
                persona.noticeSeconds(),
                (int) Math.max(1, Math.round(persona.tries() * reactions)),
                persona.weary());
    }

    private Reactions of(Reactions all) {
        double sum = 0;
        for (Choice choice : all.choices()) {
            sum += weight(choice);
        }
        double whole = sum;
        List<Choice> choices =
                all.choices().stream()
                        .map(c -> new Choice(c.reaction(), new Share(weight(c) / whole)))
                        .toList();
        return new Reactions(choices);
    }

    private double weight(Choice choice) {
        return choice.share().value()
                * switch (choice.reaction()) {
                    case Reaction.Refresh _,
                            Reaction.NewTab _,
                            Reaction.SignInAgain _,
                            Reaction.Later _ ->
                            reactions;
                    case Reaction.Wait _, Reaction.Leave _ -> 1;
                };
    }

    private static Distribution scaled(Distribution seconds, double by) {
        return switch (seconds) {
            case Distribution.Constant d -> new Distribution.Constant(d.value() * by);
            case Distribution.Uniform d -> new Distribution.Uniform(d.least() * by, d.most() * by);
            case Distribution.Exponential d -> new Distribution.Exponential(d.mean() * by);
            case Distribution.Weibull d -> new Distribution.Weibull(d.shape(), d.scale() * by);
            case Distribution.LogLogistic d ->
                    new Distribution.LogLogistic(d.shape(), d.scale() * by);
            case Distribution.Lognormal d -> new Distribution.Lognormal(d.median() * by, d.sigma());
            case Distribution.Pareto d -> new Distribution.Pareto(d.shape(), d.least() * by);
            case Distribution.Gamma d -> new Distribution.Gamma(d.shape(), d.scale() * by);
            case Distribution.Truncated d ->
                    new Distribution.Truncated(scaled(d.of(), by), d.least() * by, d.most() * by);
            case Distribution.Capped d ->
                    new Distribution.Capped(scaled(d.of(), by), d.most() * by);
            case Empirical d ->
                    Empirical.of(
                            d.probabilities(),
                            Arrays.stream(d.values()).map(x -> x * by).toArray());
            case Poisson _, Zipf _ ->
                    throw new IllegalArgumentException("patience is a time, got " + seconds);
        };
    }
}

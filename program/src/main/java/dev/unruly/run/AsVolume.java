package dev.unruly.run;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Client;
import dev.unruly.model.Client.Kind;
import dev.unruly.model.Client.Retries;
import dev.unruly.model.Experiment;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import java.util.List;

/// The control: the same experiment as a conventional load test would play it. The same request
/// mix, arrivals and triggers; nobody is impatient, reacts, or is anywhere.
public final class AsVolume {

    /// The request time-out that k6 and Gatling ship with.
    private static final long TIME_OUT_NANOS = 60_000_000_000L;

    private static final double FOR_EVER_SECONDS = 86_400;

    private AsVolume() {}

    /// The control of an experiment. Names stay, so that the same expectations can be asked.
    public static Experiment of(Experiment experiment) {
        Population people = experiment.population();
        var volume =
                new Population(
                        people.regions().stream().map(AsVolume::nowhere).toList(),
                        people.personas().stream().map(AsVolume::nobody).toList(),
                        people.journeys(),
                        people.feeds(),
                        people.signIn(),
                        people.clientAddress());
        return experiment.withPopulation(volume);
    }

    private static Region nowhere(Region region) {
        return new Region(region.name(), region.share(), region.timeZone(), 0, LastMile.NONE, 0);
    }

    private static Persona nobody(Persona persona) {
        Client had = persona.client();
        var client =
                new Client(
                        Kind.BROWSER,
                        had.connections(),
                        had.keepAliveNanos(),
                        TIME_OUT_NANOS,
                        Retries.NONE,
                        had.userAgent(),
                        false);
        return new Persona(
                persona.name(),
                persona.share(),
                persona.journey(),
                client,
                new Distribution.Constant(FOR_EVER_SECONDS),
                always(new Reaction.Wait()),
                always(new Reaction.Leave()),
                new Distribution.Constant(0),
                1,
                1);
    }

    private static Reactions always(Reaction reaction) {
        return new Reactions(List.of(new Reactions.Choice(reaction, Share.ALL)));
    }
}

package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Pick;
import dev.unruly.chance.Purpose;
import dev.unruly.model.Client;
import dev.unruly.model.Journey;
import dev.unruly.model.Persona;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A persona, ready to be played: its journey's steps, and how it bears waiting and failure.
final class Kind {

    /// Nobody reacts faster than this, so that someone who only ever waits on does not do it
    /// without end in the same instant.
    private static final long LEAST_PATIENCE_NANOS = 1_000_000L;

    private final int index;
    private final Persona persona;
    private final int[] starts;
    private final Pick startShares;
    private final List<Step> steps;
    private final @Nullable Ask signIn;

    Kind(
            int index,
            Persona persona,
            List<Journey.Start> starts,
            List<Step> steps,
            @Nullable Ask signIn) {
        this.index = index;
        this.persona = persona;
        this.starts = starts.stream().mapToInt(Journey.Start::state).toArray();
        this.startShares =
                Pick.byWeight(starts.stream().mapToDouble(s -> s.share().value()).toArray());
        this.steps = List.copyOf(steps);
        this.signIn = signIn;
    }

    /// The persona's place in the population.
    int index() {
        return index;
    }

    Client client() {
        return persona.client();
    }

    /// Attempts per wish at the most, without the client's own retries.
    int tries() {
        return persona.tries();
    }

    /// Where a user's journey begins.
    Step first(Draws draws, long user) {
        boolean one = starts.length == 1;
        return steps.get(
                one
                        ? starts[0]
                        : starts[startShares.at(draws.uniform(user, 0, Purpose.ENTRANCE, 0))]);
    }

    Step step(int state) {
        return steps.get(state);
    }

    /// How many connections a user has open at once if all goes well: as many as the widest page
    /// has sub-resources, but no more than their client opens.
    int connections() {
        int widest = 1;
        for (Step step : steps) {
            widest = Math.max(widest, step.with().size());
        }
        return Math.min(widest, client().connections());
    }

    /// How users sign in; null when nobody does.
    @Nullable Ask signIn() {
        return signIn;
    }

    /// How many requests a wish takes if every one succeeds.
    int needed(Step step, boolean hasSession) {
        int signingIn = step.signedIn() && !hasSession && signIn != null ? 1 : 0;
        return 1 + step.with().size() + signingIn;
    }

    /// How long a user waits in a step after so many reactions.
    long patienceNanos(Draws draws, long user, int intent, int reactions, Step step) {
        double uniform = draws.uniform(user, intent, Purpose.PATIENCE, index(reactions));
        double seconds = persona.patienceSeconds().quantile(uniform) * step.patienceFactor();
        return Math.max(LEAST_PATIENCE_NANOS, Nanos.ofSeconds(seconds));
    }

    /// How long a user looks at a failure before they react.
    long noticeNanos(Draws draws, long user, int intent, int reactions) {
        double uniform = draws.uniform(user, intent, Purpose.NOTICE, index(reactions));
        return Nanos.ofSeconds(persona.noticeSeconds().quantile(uniform));
    }

    /// What a user does whose patience has ended.
    Reaction whenSlow(Draws draws, long user, int intent, int reactions, boolean mayAskAgain) {
        return react(persona.whenSlow(), draws, user, intent, reactions, mayAskAgain);
    }

    /// What a user does who sees a failure.
    Reaction whenFailed(Draws draws, long user, int intent, int reactions, boolean mayAskAgain) {
        return react(persona.whenFailed(), draws, user, intent, reactions, mayAskAgain);
    }

    private Reaction react(
            Reactions reactions,
            Draws draws,
            long user,
            int intent,
            int before,
            boolean mayAskAgain) {
        List<Reactions.Choice> choices = reactions.choices();
        double wearied = StrictMath.exp(before * StrictMath.log(persona.weary()));
        double[] weights = new double[choices.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double share = choices.get(i).share().value();
            weights[i] =
                    switch (choices.get(i).reaction()) {
                        case Reaction.Wait() -> share;
                        case Reaction.Leave() -> Math.min(share * wearied, Double.MAX_VALUE / 1e9);
                        case Reaction.Refresh(), Reaction.NewTab(), Reaction.SignInAgain() ->
                                mayAskAgain ? share : 0;
                        case Reaction.Later _ -> mayAskAgain ? share : 0;
                    };
            sum += weights[i];
        }
        if (sum == 0) {
            return new Reaction.Leave();
        }
        double uniform = draws.uniform(user, intent, Purpose.REACTION, index(before));
        return choices.get(Pick.among(weights, uniform)).reaction();
    }

    /// A reaction's number as an index of draws; nobody gets to the last one awake.
    static int index(int reactions) {
        return Math.min(reactions, Draws.LAST_INDEX);
    }
}

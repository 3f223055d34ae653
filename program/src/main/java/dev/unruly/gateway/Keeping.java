package dev.unruly.gateway;

import dev.unruly.guard.Refresh;
import dev.unruly.model.Decision;
import dev.unruly.policy.Shield;
import dev.unruly.policy.Treatment;
import dev.unruly.world.Asked;
import dev.unruly.world.Fields;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request where answers are kept: it is answered with what is kept, or goes on, and what comes
/// of it may be kept.
final class Keeping {

    private static final int FIRST_FAILING_STATUS = 500;

    /// What of a request asks whether something has changed.
    private static final Set<String> CONDITIONS = Set.of("if-none-match", "if-modified-since");

    private final Listener home;
    private final Treatment<Flights, Keeper> treatment;
    private final Keeper keeper;
    private final Shelf.Subject subject;

    /// What is kept of what is asked for, though it may be too old; null: nothing.
    private final @Nullable Kept found;

    private Keeping(
            Listener home,
            Treatment<Flights, Keeper> treatment,
            Keeper keeper,
            Shelf.Subject subject,
            @Nullable Kept found) {
        this.home = home;
        this.treatment = treatment;
        this.keeper = keeper;
        this.subject = subject;
        this.found = found;
    }

    /// Empty: nothing is kept there, or not of such a request.
    static Optional<Keeping> of(
            Listener home,
            Treatment<Flights, Keeper> treatment,
            CharSequence method,
            CharSequence target,
            Fields fields) {
        Keeper keeper = treatment.keeper();
        return keeper == null
                ? Optional.empty()
                : keeper.subject(method, target, fields)
                        .map(it ->
                                new Keeping(
                                        home,
                                        treatment,
                                        keeper,
                                        it,
                                        keeper.find(it, fields).orElse(null)));
    }

    /// Answers with what is kept. False: there is nothing that may be given.
    boolean gives(Asked asked, CharSequence method, Fields fields, long nowNanos) {
        Kept kept = found;
        if (kept == null) {
            return false;
        }
        Refresh.Decision decision = keeper.decide(kept, nowNanos);
        switch (decision) {
            case GONE -> {
                return false;
            }
            case FRESH -> {}
            case EARLY, STALE -> {
                if (kept.claim().tryTake(nowNanos)) {
                    Refreshing.begin(this, kept, again(fields, nowNanos));
                }
            }
        }
        home.defence().tally().count(Decision.KEPT);
        kept.answer(asked, headOnly(method), Validators.same(kept.copy(), fields), nowNanos);
        return true;
    }

    private static boolean headOnly(CharSequence method) {
        return method.toString().equals("HEAD");
    }

    /// What is asked of the dependency behind somebody's back.
    private Wanted again(Fields fields, long nowNanos) {
        return new Wanted(
                "GET",
                subject.page(),
                KeptFields.of(fields).without(CONDITIONS),
                1,
                nowNanos + Errand.MOST_NANOS);
    }

    /// What is asked of the dependency: what can be kept, where something was kept before, so that
    /// those who ask whether it has changed are answered all at once. What never was may be one
    /// person's own, and is asked for as it came.
    Wanted asks(Wanted wanted) {
        return found == null
                ? wanted
                : new Wanted(
                        wanted.method(),
                        wanted.target(),
                        KeptFields.of(wanted.fields()).without(CONDITIONS),
                        wanted.attempt(),
                        wanted.deadlineNanos());
    }

    /// Gives what is kept if the dependency fails and it may still be given then.
    Relay relay(Asked asked, Wanted wanted) {
        return new Relay(asked, new Fallback(headOnly(wanted.method())));
    }

    /// A request goes to the dependency whose answer may be kept; to be told [#answered].
    Shelf.Fetch begin(long nowNanos) {
        return keeper.begin(subject, nowNanos);
    }

    /// What came of it, as of [Keeper#answered].
    boolean answered(
            Shelf.Fetch fetch, Wanted wanted, int status, Optional<Copy> answer, long nowNanos) {
        return keeper.answered(fetch, wanted, status, answer, nowNanos);
    }

    /// Who waits for whom.
    Flights flights() {
        Flights own = treatment.flights();
        return own == null ? keeper.flights() : own;
    }

    Listener home() {
        return home;
    }

    Shield shield() {
        return treatment.shield();
    }

    /// Hears whether the dependency fails.
    private final class Fallback implements Relay.Ear {

        private final boolean headOnly;

        Fallback(boolean headOnly) {
            this.headOnly = headOnly;
        }

        @Override
        public boolean takes(int status, AnswerHead head) {
            return status >= FIRST_FAILING_STATUS && takesNone();
        }

        @Override
        public boolean takesNone() {
            return found != null && found.helps(home.loop().nanos());
        }

        @Override
        public void instead(Asked asked) {
            home.defence().tally().count(Decision.KEPT);
            Objects.requireNonNull(found, "nothing is kept")
                    .answer(asked, headOnly, false, home.loop().nanos());
        }
    }
}

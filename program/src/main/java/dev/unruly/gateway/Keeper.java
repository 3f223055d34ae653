package dev.unruly.gateway;

import dev.unruly.guard.Chance;
import dev.unruly.guard.Refresh;
import dev.unruly.model.Policy;
import dev.unruly.policy.Treatment;
import dev.unruly.world.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Keeps the answers of some routes by one rule, and says what becomes of them.
final class Keeper {

    private static final int FIRST_FAILING_STATUS = 500;

    /// They say that the dependency does not know now, not that what is kept is wrong.
    private static final Set<Integer> LATER = Set.of(0, 408, 425, 429);

    private static final Set<String> AGE = Set.of("age");

    private final Policy.Cache policy;
    private final Shelf shelf;
    private final Refresh refresh;
    private final Flights flights;
    private final int number;
    private long asked;

    /// Where it stands, and what it has done so far.
    ///
    /// @param entries kept by the whole listener
    /// @param bytes that they take
    /// @param asked requests whose answer may be kept
    /// @param given what became of those for which something was kept
    record Snapshot(int entries, long bytes, long asked, Refresh.Snapshot given) {}

    private Keeper(Policy.Cache policy, Shelf shelf, Chance chance) {
        this.policy = policy;
        this.shelf = shelf;
        this.number = shelf.nextOwner();
        this.flights = Flights.of(Treatment.usual(policy));
        this.refresh = Treatment.refresh(policy, chance);
    }

    /// @param shelf where it keeps them
    static Keeper of(Policy.Cache policy, Shelf shelf, Chance chance) {
        return new Keeper(policy, shelf, chance);
    }

    Snapshot snapshot() {
        return new Snapshot(shelf.size(), shelf.bytes(), asked, refresh.snapshot());
    }

    /// Where a route says nothing of its own: who asks for what is not kept waits for whoever asks
    /// already.
    Flights flights() {
        return flights;
    }

    /// What is asked for; empty: something that is neither kept nor answered with what is kept.
    Optional<Shelf.Subject> subject(CharSequence method, CharSequence target, Fields fields) {
        if (!Alike.plain(method, fields)) {
            return Optional.empty();
        }
        asked++;
        var rest = new StringBuilder("\n").append(number);
        Alike.subject(rest, fields, policy.sharedBy());
        return Optional.of(new Shelf.Subject(target.toString(), rest.toString()));
    }

    Optional<Kept> find(Shelf.Subject subject, Fields fields) {
        return shelf.find(subject, fields);
    }

    /// What becomes of a kept answer that somebody asks for now.
    Refresh.Decision decide(Kept kept, long nowNanos) {
        Kept.Span span = kept.span();
        return refresh.decide(span.expiresNanos(), span.staleNanos(), span.fetchNanos(), nowNanos);
    }

    /// A request goes to the dependency whose answer may be kept; to be told [#answered].
    Shelf.Fetch begin(Shelf.Subject subject, long nowNanos) {
        return shelf.begin(subject, nowNanos);
    }

    /// What came of it.
    ///
    /// @param wanted what was asked
    /// @param status of the answer, 0: there was none
    /// @param answer if it is whole and others may have it
    /// @return whether it is kept
    boolean answered(
            Shelf.Fetch fetch, Wanted wanted, int status, Optional<Copy> answer, long nowNanos) {
        boolean kept = answer.isPresent() && keep(fetch, wanted, answer.get(), nowNanos);
        if (!kept && status < FIRST_FAILING_STATUS && !LATER.contains(status)) {
            shelf.find(fetch.subject(), wanted.fields()).ifPresent(shelf::remove);
        }
        shelf.over(fetch);
        return kept;
    }

    private boolean keep(Shelf.Fetch fetch, Wanted wanted, Copy answer, long nowNanos) {
        boolean authorized = Alike.has(wanted.fields(), "authorization");
        boolean get = wanted.method().toString().equals("GET");
        Optional<Freshness> found = Freshness.of(answer.status(), answer.fields(), authorized);
        if (!get || found.isEmpty() || !whole(answer) || forbids(wanted.fields())) {
            return false;
        }
        Freshness says = found.get();
        Optional<List<String>> varies = varies(answer.fields());
        long fetchNanos = nowNanos - fetch.beganNanos();
        long madeNanos = nowNanos - fetchNanos - says.ageNanos();
        OptionalLong good = says.goodNanos();
        long left =
                good.isPresent() ? good.getAsLong() - (nowNanos - madeNanos) : policy.freshNanos();
        if (varies.isEmpty() || left <= 0) {
            return false;
        }
        var span =
                new Kept.Span(
                        madeNanos,
                        fetchNanos,
                        refresh.expiresNanos(left, nowNanos),
                        says.staleNanos().orElse(policy.staleNanos()),
                        says.ifErrorNanos());
        KeptFields fields =
                RelayedHead.answer(answer.status(), answer.fields()).travelling().without(AGE);
        var copy = new Copy(answer.status(), fields, answer.body());
        return shelf.keep(fetch, copy, varies.get(), wanted.fields(), span);
    }

    private static boolean whole(Copy answer) {
        int at = answer.fields().find("Content-Length", 0);
        return at < 0
                || answer.fields()
                        .value(at)
                        .toString()
                        .equals(Integer.toString(answer.body().length));
    }

    /// Whether who asks does not want it kept.
    private static boolean forbids(Fields asked) {
        return Directives.of(asked, "Cache-Control").map(d -> d.has("no-store")).orElse(true);
    }

    /// The names of the fields on which an answer depends; empty: on more than fields.
    private static Optional<List<String>> varies(KeptFields fields) {
        var names = new TreeSet<String>();
        if (fields.find("Content-Encoding", 0) >= 0) {
            names.add("accept-encoding");
        }
        for (int at = fields.find("Vary", 0); at >= 0; at = fields.find("Vary", at + 1)) {
            for (String listed : fields.value(at).toString().split(",", -1)) {
                String name = listed.strip().toLowerCase(Locale.ROOT);
                if (name.equals("*") || (!name.isEmpty() && !Directives.isToken(name))) {
                    return Optional.empty();
                }
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return Optional.of(List.copyOf(new LinkedHashSet<>(names)));
    }
}

package dev.unruly.gateway;

import dev.unruly.world.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The answers that one listener keeps, by what requests ask for and by the fields on which answers
/// turn out to depend.
final class Shelf {

    static final long MOST_BYTES = dev.unruly.policy.Shelf.MOST_BYTES;

    private final dev.unruly.policy.Shelf<Kept> all;

    /// A request whose answer may be kept.
    record Fetch(Subject subject, dev.unruly.policy.Shelf.Fetch at) {

        long beganNanos() {
            return at.beganNanos();
        }
    }

    /// What a request asks for, but for what answers turn out to depend on.
    ///
    /// @param page its target
    record Subject(String page, String rest) {}

    /// @param mostBytes that all take together
    Shelf(long mostBytes) {
        this.all = new dev.unruly.policy.Shelf<>(mostBytes);
    }

    /// A number for who keeps answers under a rule of their own.
    int nextOwner() {
        return all.nextOwner();
    }

    long bytes() {
        return all.bytes();
    }

    int size() {
        return all.size();
    }

    /// The answer that is kept for what is asked.
    Optional<Kept> find(Subject subject, Fields fields) {
        return all.varies(subject.page).flatMap(varies -> all.find(whole(subject, varies, fields)));
    }

    private static String whole(Subject subject, Collection<String> varies, Fields fields) {
        var key = new StringBuilder(subject.page).append(subject.rest);
        Alike.add(key, fields, varies.toArray(String[]::new));
        return key.toString();
    }

    /// Something is asked for; to be told [#over].
    Fetch begin(Subject subject, long nowNanos) {
        return new Fetch(subject, all.begin(subject.page, nowNanos));
    }

    /// What was asked for has been answered, or will not be.
    void over(Fetch fetch) {
        all.over(fetch.at);
    }

    /// Keeps an answer in place of that before it, unless it is spoilt or too large.
    ///
    /// @param varies the names of the fields on which it depends
    /// @param fields those of the request
    boolean keep(Fetch fetch, Copy copy, List<String> varies, Fields fields, Kept.Span span) {
        String key = whole(fetch.subject, varies, fields);
        return all.keep(fetch.at, varies, new Kept(fetch.subject.page, key, copy, span));
    }

    /// Keeps an answer no longer.
    void remove(Kept kept) {
        all.remove(kept);
    }

    /// A target may have changed: keeps nothing of it, nor what is being asked for.
    void forget(String target) {
        all.forget(target);
    }

    /// Keeps nothing, nor what is being asked for.
    void empty() {
        all.empty();
    }
}

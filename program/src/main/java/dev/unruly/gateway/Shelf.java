package dev.unruly.gateway;

import dev.unruly.world.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answers that one listener keeps. So many bytes and no more: what nobody has asked for for
/// the longest time makes room.
final class Shelf {

    /// Of one listener. A gateway of a run's own has 64 MB for everything.
    static final long MOST_BYTES = 8L << 20;

    private final long mostBytes;

    /// By page and key, the one that was used last at the end.
    private final LinkedHashMap<String, Kept> all = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private long bytes;
    private int owners;

    /// What is kept of one target, and fetched.
    private static final class Page {
        private List<String> varies = List.of();
        private final Set<String> keys = new LinkedHashSet<>();
        private final List<Fetch> fetches = new ArrayList<>(1);

        boolean idle() {
            return keys.isEmpty() && fetches.isEmpty();
        }
    }

    /// A request whose answer may be kept. What changes its page meanwhile spoils it: the answer
    /// may be older than the change.
    static final class Fetch {
        private final Subject subject;
        private final long beganNanos;
        private boolean spoilt;

        private Fetch(Subject subject, long beganNanos) {
            this.subject = subject;
            this.beganNanos = beganNanos;
        }

        Subject subject() {
            return subject;
        }

        long beganNanos() {
            return beganNanos;
        }
    }

    /// What a request asks for, but for what answers turn out to depend on.
    ///
    /// @param page its target
    record Subject(String page, String rest) {}

    /// @param mostBytes that all take together
    Shelf(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// A number for who keeps answers under a rule of their own.
    int nextOwner() {
        return owners++;
    }

    long bytes() {
        return bytes;
    }

    int size() {
        return all.size();
    }

    /// The answer that is kept for what is asked.
    Optional<Kept> find(Subject subject, Fields fields) {
        Page page = pages.get(subject.page);
        return page == null
                ? Optional.empty()
                : Optional.ofNullable(all.get(whole(subject, page.varies, fields)));
    }

    private static String whole(Subject subject, Collection<String> varies, Fields fields) {
        var key = new StringBuilder(subject.page).append(subject.rest);
        Alike.add(key, fields, varies.toArray(String[]::new));
        return key.toString();
    }

    /// Something is asked for; to be told [#over].
    Fetch begin(Subject subject, long nowNanos) {
        var fetch = new Fetch(subject, nowNanos);
        pages.computeIfAbsent(subject.page, any -> new Page()).fetches.add(fetch);
        return fetch;
    }

    /// What was asked for has been answered, or will not be.
    void over(Fetch fetch) {
        Page page = pages.get(fetch.subject.page);
        if (page != null) {
            page.fetches.remove(fetch);
            dropIfIdle(fetch.subject.page, page);
        }
    }

    /// Keeps an answer in place of that before it, unless it is spoilt or too large.
    ///
    /// @param varies the names of the fields on which it depends
    /// @param fields those of the request
    boolean keep(Fetch fetch, Copy copy, List<String> varies, Fields fields, Kept.Span span) {
        String key = whole(fetch.subject, varies, fields);
        var kept = new Kept(fetch.subject.page, key, copy, span);
        if (fetch.spoilt || kept.bytes() > mostBytes) {
            return false;
        }
        Page page = pages.computeIfAbsent(fetch.subject.page, any -> new Page());
        if (!page.varies.equals(varies)) {
            List.copyOf(page.keys).forEach(this::remove);
            page.varies = List.copyOf(varies);
        }
        remove(key);
        pages.put(kept.page(), page);
        page.keys.add(key);
        all.put(key, kept);
        bytes += kept.bytes();
        while (bytes > mostBytes) {
            remove(all.firstEntry().getKey());
        }
        return true;
    }

    /// Keeps an answer no longer.
    void remove(Kept kept) {
        if (all.get(kept.key()) == kept) {
            remove(kept.key());
        }
    }

    private void remove(String key) {
        Kept kept = all.remove(key);
        if (kept != null) {
            kept.gone();
            bytes -= kept.bytes();
            Page page = pages.get(kept.page());
            if (page != null) {
                page.keys.remove(key);
                dropIfIdle(kept.page(), page);
            }
        }
    }

    private void dropIfIdle(String name, @Nullable Page page) {
        if (page != null && page.idle()) {
            pages.remove(name);
        }
    }

    /// A target may have changed: keeps nothing of it, nor what is being asked for.
    void forget(String target) {
        Page page = pages.get(target);
        if (page != null) {
            page.fetches.forEach(fetch -> fetch.spoilt = true);
            List.copyOf(page.keys).forEach(this::remove);
        }
    }

    /// Keeps nothing, nor what is being asked for.
    void empty() {
        List.copyOf(pages.keySet()).forEach(this::forget);
    }
}

package dev.unruly.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answers that are kept at one place. So many bytes and no more: what nobody has asked for for
/// the longest time makes room.
///
/// @param <V> an answer that is kept
public final class Shelf<V extends Shelf.Entry> {

    /// Of one place. A gateway of a run's own has 64 MB for everything.
    public static final long MOST_BYTES = 8L << 20;

    private final long mostBytes;

    /// By key, the one that was used last at the end.
    private final LinkedHashMap<String, V> all = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private long bytes;
    private int owners;

    /// An answer that is kept.
    public interface Entry {

        /// What was asked for, but for what answers turn out to depend on.
        String page();

        /// All that the answer depends on, the page too.
        String key();

        /// About how much memory it takes.
        long bytes();

        /// It is kept no longer: it was replaced, or may be wrong.
        void gone();
    }

    /// What is kept of one page, and fetched.
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
    public static final class Fetch {
        private final String page;
        private final long beganNanos;
        private boolean spoilt;

        private Fetch(String page, long beganNanos) {
            this.page = page;
            this.beganNanos = beganNanos;
        }

        public long beganNanos() {
            return beganNanos;
        }
    }

    /// @param mostBytes that all take together
    public Shelf(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// A number for who keeps answers under a rule of their own.
    public int nextOwner() {
        return owners++;
    }

    public long bytes() {
        return bytes;
    }

    public int size() {
        return all.size();
    }

    /// The names of the fields on which the answers of a page depend; empty: nothing is kept of it.
    public Optional<List<String>> varies(String page) {
        return Optional.ofNullable(pages.get(page)).map(known -> known.varies);
    }

    /// The answer that is kept under a key.
    public Optional<V> find(String key) {
        return Optional.ofNullable(all.get(key));
    }

    /// Something is asked for; to be told [#over].
    public Fetch begin(String page, long nowNanos) {
        var fetch = new Fetch(page, nowNanos);
        pages.computeIfAbsent(page, any -> new Page()).fetches.add(fetch);
        return fetch;
    }

    /// What was asked for has been answered, or will not be.
    public void over(Fetch fetch) {
        Page page = pages.get(fetch.page);
        if (page != null) {
            page.fetches.remove(fetch);
            dropIfIdle(fetch.page, page);
        }
    }

    /// Keeps an answer in place of that before it, unless it is spoilt or too large.
    ///
    /// @param varies the names of the fields on which it depends
    public boolean keep(Fetch fetch, List<String> varies, V kept) {
        if (fetch.spoilt || kept.bytes() > mostBytes) {
            return false;
        }
        Page page = pages.computeIfAbsent(fetch.page, any -> new Page());
        if (!page.varies.equals(varies)) {
            List.copyOf(page.keys).forEach(this::remove);
            page.varies = List.copyOf(varies);
        }
        String key = kept.key();
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
    public void remove(V kept) {
        if (kept.equals(all.get(kept.key()))) {
            remove(kept.key());
        }
    }

    private void remove(String key) {
        V kept = all.remove(key);
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

    /// A page may have changed: keeps nothing of it, nor what is being asked for.
    public void forget(String name) {
        Page page = pages.get(name);
        if (page != null) {
            page.fetches.forEach(fetch -> fetch.spoilt = true);
            List.copyOf(page.keys).forEach(this::remove);
        }
    }

    /// Keeps nothing, nor what is being asked for.
    public void empty() {
        List.copyOf(pages.keySet()).forEach(this::forget);
    }
}

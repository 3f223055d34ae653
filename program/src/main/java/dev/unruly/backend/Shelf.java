package dev.unruly.backend;

import dev.unruly.chance.Purpose;
import dev.unruly.world.Loop;
import java.util.HashMap;
import java.util.Map;

/// A cache at work.
final class Shelf {

    private final Store store;
    private final Loop loop;
    private final long openedNanos;
    private final Map<String, Long> until = new HashMap<>();
    private boolean asAtFirst;
    private long hits;
    private long misses;

    Shelf(Store store, Loop loop) {
        this.store = store;
        this.loop = loop;
        this.openedNanos = loop.nanos();
        this.asAtFirst = store.warm();
    }

    /// Looks for something; goes to the origin if it is not there.
    void look(Job job, Act origin, Act.Then then) {
        String key =
                switch (store.keys()) {
                    case Store.Keys.Target() -> job.target();
                    case Store.Keys.Drawn(var popularity) ->
                            Long.toString((long) popularity.quantile(job.uniform(Purpose.SAMPLE)));
                };
        if (has(key)) {
            hits++;
            then.over(Act.OK);
            return;
        }
        misses++;
        origin.begin(
                job,
                status -> {
                    if (status == Act.OK) {
                        until.put(key, loop.nanos() + store.liveNanos());
                    }
                    then.over(status);
                });
    }

    private boolean has(String key) {
        Long end = until.get(key);
        long lives = end != null ? end : asAtFirst ? openedNanos + store.liveNanos() : 0;
        return loop.nanos() < lives;
    }

    void empty() {
        until.clear();
        asAtFirst = false;
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }
}

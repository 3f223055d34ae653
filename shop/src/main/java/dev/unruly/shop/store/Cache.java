package dev.unruly.shop.store;

import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.params.SetParams;

/// The catalogue's cache in Redis, through Jedis with its defaults (8 connections, 2 s timeout).
/// Two who miss the same entry at the same time both go to the database.
public final class Cache implements AutoCloseable {
    private final JedisPooled redis;
    private final SetParams expiry;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    public Cache(HostPort address, Duration timeToLive) {
        this.redis = new JedisPooled(address.host(), address.port());
        this.expiry = SetParams.setParams().px(timeToLive.toMillis());
    }

    /// What loads an entry that is not there.
    interface Loader<T, E extends Exception> {
        Optional<T> load() throws E;
    }

    <T, E extends Exception> Optional<T> get(String key, Class<T> type, Loader<T, E> loader)
            throws E {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] cached = redis.get(name);
        if (cached != null) {
            hits.increment();
            return Optional.of(Json.read(cached, type));
        }
        misses.increment();
        Optional<T> loaded = loader.load();
        loaded.ifPresent(value -> redis.set(name, Json.bytes(value), expiry));
        return loaded;
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    public void forgetCounts() {
        hits.reset();
        misses.reset();
    }

    @Override
    public void close() {
        redis.close();
    }
}

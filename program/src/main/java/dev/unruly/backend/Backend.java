package dev.unruly.backend;

import dev.unruly.backend.Link.Connecting;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.guard.Chance;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A system that answers as a [Blueprint] says, in the time that its queues take. What it does
/// follows from the seed and from when it is asked.
///
/// Used on its loop's thread only.
public final class Backend implements Entrance {

    private static final long SECOND = 1_000_000_000L;
    private static final Job.Work NOT_FOUND =
            new Job.Work((_, then) -> then.over(404), Reply.plain(404), 0, "");

    private final Loop loop;
    private final Draws draws;
    private final Blueprint blueprint;
    private final Map<String, Places> stations = new HashMap<>();
    private final Map<String, Crossing> links = new HashMap<>();
    private final Map<String, Shelf> stores = new HashMap<>();
    private final List<Job.Work> works;
    private final List<Job.@Nullable Work> byRoute = new ArrayList<>();
    private final boolean readsHeads;
    private final boolean knowsAskers;
    private final List<GuardSecond> guardSeconds = new ArrayList<>();
    private final List<DependencySecond> seconds = new ArrayList<>();
    private final Visitor visitor = new Visitor();

    /// Draws of requests for which nobody waits are told apart from the others by these numbers.
    private long behind = 1L << 40;

    private byte[] filler = new byte[0];
    private long asked;
    private long finished;
    private long inVain;

    /// How one that is asked to hurt itself takes it.
    public sealed interface Taken {
        /// It is hurt.
        ///
        /// @param detail what that does, in a few words
        record Well(String detail) implements Taken {}

        /// It cannot be.
        record Ill(String why) implements Taken {}
    }

    /// @param loop on which it works
    /// @param seed all its chance comes from
    public Backend(Blueprint blueprint, Loop loop, Seed seed) {
        this.blueprint = blueprint;
        this.loop = loop;
        this.draws = seed.stream("backend");
        for (Station station : blueprint.stations()) {
            stations.put(station.name(), new Places(station, loop));
        }
        boolean asksWho = false;
        for (Link link : blueprint.links()) {
            long chance = seed.stream("guard." + link.name()).bits(0, 0, Purpose.GUARD, 0);
            links.put(link.name(), new Crossing(link, loop, new Chance(chance)));
            asksWho |= link.connecting() == Connecting.OF_CALLERS && !link.protections().isEmpty();
        }
        this.knowsAskers = asksWho;
        for (Store store : blueprint.stores()) {
            stores.put(store.name(), new Shelf(store, loop));
        }
        var compiler = new Compiler(loop, stations, links, stores);
        this.works =
                blueprint.pages().stream()
                        .map(page ->
                                new Job.Work(
                                        compiler.all(page.steps()),
                                        new Reply(
                                                page.answer().status(),
                                                Block.of(page.answer().fields())),
                                        page.answer().bodyBytes(),
                                        page.answer().cookie()))
                        .toList();
        this.readsHeads =
                asksWho
                        || blueprint.pages().size() != 1
                        || !blueprint.pages().getFirst().answers("", "/any")
                        || blueprint.stores().stream()
                                .anyMatch(s -> s.keys() instanceof Store.Keys.Target);
    }

    /// Begins to count what crosses its links, second by second.
    ///
    /// @param originNanos where second 0 begins on the loop's clock
    /// @param listened the links that are counted; one's place in the list becomes its number
    public void watch(long originNanos, List<String> listened) {
        loop.arm(new Seconds(originNanos, List.copyOf(listened)), originNanos + SECOND);
    }

    /// What was counted since this was last asked.
    public List<DependencySecond> takeSeconds() {
        List<DependencySecond> taken = List.copyOf(seconds);
        seconds.clear();
        return taken;
    }

    /// What policies did since this was last asked.
    public List<GuardSecond> takeGuarded() {
        List<GuardSecond> taken = List.copyOf(guardSeconds);
        guardSeconds.clear();
        return taken;
    }

    /// Hurts a link.
    ///
    /// @param number by which the fault is ended
    public Taken hurt(int number, String name, Fault fault) {
        Crossing link = links.get(name);
        if (link == null) {
            return new Taken.Ill("the model of the backend has no link called " + name);
        }
        Optional<String> refusal = Trouble.refusal(fault, link.observed());
        if (refusal.isPresent()) {
            return new Taken.Ill(refusal.get());
        }
        Trouble trouble = Trouble.of(number, fault, link.observed());
        link.hurt(trouble);
        return new Taken.Well(trouble.detail());
    }

    /// Ends a fault; does nothing when it is over already.
    public void relieve(int number) {
        for (Link link : blueprint.links()) {
            Crossing crossing = links.get(link.name());
            if (crossing != null && crossing.relieve(number)) {
                return;
            }
        }
    }

    /// Empties all caches.
    public Taken purge() {
        if (stores.isEmpty()) {
            return new Taken.Ill("the model of the backend has no cache");
        }
        stores.values().forEach(Shelf::empty);
        return new Taken.Well("all caches are empty");
    }

    /// Keeps nothing any more of the answers that a link keeps, if it keeps any.
    public Taken forget(String name) {
        Crossing link = links.get(name);
        if (link == null) {
            return new Taken.Ill("the model of the backend has no link called " + name);
        }
        link.guarding().forget();
        return new Taken.Well("what is kept of " + name + " is thrown away");
    }

    /// How a station has done.
    public Gauge gauge(String station) {
        Places places = stations.get(station);
        if (places == null) {
            throw new IllegalArgumentException("there is no station called " + station);
        }
        return places.gauge();
    }

    /// How often a cache had what was wanted, and how often not.
    public Looked looked(String cache) {
        Shelf shelf = stores.get(cache);
        if (shelf == null) {
            throw new IllegalArgumentException("there is no cache called " + cache);
        }
        return new Looked(shelf.hits(), shelf.misses());
    }

    /// Hits and misses of a cache.
    public record Looked(long hits, long misses) {}

    /// What the backend was asked, how much of it is finished, and how much of that was in vain.
    public record Count(long asked, long finished, long inVain) {}

    /// What it has done so far.
    public Count count() {
        return new Count(asked, finished, inVain);
    }

    @Override
    public boolean readsHeads() {
        return readsHeads;
    }

    @Override
    public boolean holdsConnections() {
        return false;
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        return visitor;
    }

    void finished(boolean nobodyWaits) {
        finished++;
        if (nobodyWaits) {
            inVain++;
        }
    }

    /// The number of the next request for which nobody waits.
    long nextBehind() {
        return behind++;
    }

    /// So many bytes that say nothing.
    Bytes filler(int size) {
        if (filler.length < size) {
            filler = new byte[size];
        }
        return Bytes.of(filler, 0, size);
    }

    private final class Visitor implements Guest {
        @Override
        public ExchangeListener asked(
                Asked exchange,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            String wanted = readsHeads ? target.toString() : "/any";
            Job.Work work = work(exchange.route(), method, wanted);
            Asker asker = knowsAskers ? Asker.of(method, wanted, fields) : Asker.UNKNOWN;
            return new Job(Backend.this, draws, exchange, asked++, work, wanted, asker);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {}
    }

    /// A route always leads to the same page.
    private Job.Work work(int route, CharSequence method, String target) {
        if (route < 0) {
            return find(method.toString(), target);
        }
        while (byRoute.size() <= route) {
            byRoute.add(null);
        }
        Job.Work known = byRoute.get(route);
        if (known == null) {
            known = find(method.toString(), target);
            byRoute.set(route, known);
        }
        return known;
    }

    private Job.Work find(String method, String target) {
        for (int i = 0; i < works.size(); i++) {
            if (blueprint.pages().get(i).answers(method, target)) {
                return works.get(i);
            }
        }
        return NOT_FOUND;
    }

    /// Cuts what is counted into seconds.
    private final class Seconds extends Alarm {
        private final long originNanos;
        private final List<String> listened;

        Seconds(long originNanos, List<String> listened) {
            this.originNanos = originNanos;
            this.listened = listened;
        }

        @Override
        protected void ring(long nowNanos) {
            int second = (int) ((nowNanos - originNanos) / SECOND) - 1;
            for (int i = 0; i < listened.size(); i++) {
                Crossing link = links.get(listened.get(i));
                if (link != null) {
                    seconds.add(link.take(i, second));
                    link.takeGuarded(i, second).ifPresent(guardSeconds::add);
                }
            }
            loop.arm(this, nowNanos + SECOND);
        }
    }

    /// What a link's other side was observed to take by itself.
    public Latencies observed(String link) {
        Crossing crossing = links.get(link);
        if (crossing == null) {
            throw new IllegalArgumentException("there is no link called " + link);
        }
        return crossing.observed().copy();
    }
}

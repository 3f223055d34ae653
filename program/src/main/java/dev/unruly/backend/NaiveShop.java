package dev.unruly.backend;

import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page.Answer;
import dev.unruly.backend.Station.WhenGone;
import dev.unruly.chance.Distribution;
import dev.unruly.world.Block;
import java.util.ArrayList;
import java.util.List;

/// The shop that ships with Unruly, as a model: a pool of workers behind a long queue; a pool of
/// ten database connections, each kept to the end of a page through the calls of other services; a
/// cache in front of a catalogue that is dear to miss.
///
/// Figures are those of the shop's own options where it has them. What a query takes is about what
/// a machine of two cores takes that plays everything at once. Carts and orders are not kept:
/// whoever pays has paid.
///
/// @param workers threads that serve requests
/// @param queue requests that may wait for one
/// @param pool database connections
/// @param results products on a page of search results
/// @param missQueries further queries that each of them costs on a cache miss
/// @param chain services that call one another for every product page
/// @param chainTimeOutNanos how long each of them waits for the next; 0: for ever
/// @param fanOut services a dashboard asks at once
public record NaiveShop(
        int workers,
        int queue,
        int pool,
        int results,
        int missQueries,
        int chain,
        long chainTimeOutNanos,
        int fanOut) {

    /// As `unruly shop` is without options.
    public static final NaiveShop SHIPPED = new NaiveShop(200, 1_500, 10, 60, 2, 0, 0, 0);

    private static final long SECOND = 1_000_000_000L;

    /// HikariCP's connectionTimeout.
    private static final long ACQUIRE_NANOS = 30 * SECOND;

    /// Jedis' socketTimeout.
    private static final long REDIS_NANOS = 2 * SECOND;

    private static final long CACHE_LIVES_NANOS = 600 * SECOND;
    private static final Tries AGAIN_TWICE = new Tries(2, 0, 0);

    /// What a page takes by itself.
    private static final Distribution RENDERING = new Distribution.Lognormal(0.000_5, 0.5);

    private static final Distribution QUERY = new Distribution.Lognormal(0.000_8, 0.5);
    private static final Distribution SCAN = new Distribution.Lognormal(0.012, 0.3);
    private static final Distribution REDIS = new Distribution.Lognormal(0.000_3, 0.5);
    private static final Distribution VERIFY = new Distribution.Lognormal(0.080, 0.6);
    private static final Distribution SIGN_IN = new Distribution.Lognormal(0.120, 0.6);
    private static final Distribution CHARGE = new Distribution.Lognormal(0.120, 0.5);
    private static final Distribution HOP = new Distribution.Lognormal(0.005, 0.5);
    private static final Distribution PART = new Distribution.Lognormal(0.020, 0.7);

    /// Products on the first page.
    private static final int FEATURED = 12;

    private static final int SLOTS = 64;
    private static final int MANY_SLOTS = 200;
    private static final int DESK_QUEUE = 10_000;

    /// The same with a catalogue that is dearer or cheaper to miss.
    public NaiveShop withMisses(int products, int queriesEach) {
        return new NaiveShop(
                workers, queue, pool, products, queriesEach, chain, chainTimeOutNanos, fanOut);
    }

    /// The same with services that call one another.
    public NaiveShop withChain(int services, long timeOutNanos) {
        return new NaiveShop(
                workers, queue, pool, results, missQueries, services, timeOutNanos, fanOut);
    }

    /// The same with services that a dashboard asks.
    public NaiveShop withFanOut(int services) {
        return new NaiveShop(
                workers, queue, pool, results, missQueries, chain, chainTimeOutNanos, services);
    }

    /// The model.
    public Blueprint blueprint() {
        var stations = new ArrayList<Station>();
        stations.add(new Station("workers", workers, queue, WhenGone.WORK_ON));
        stations.add(Station.patient("pool", pool));
        stations.add(desk("identity", SLOTS));
        stations.add(desk("payment", SLOTS));
        var links = new ArrayList<Link>();
        links.add(new Link("database", Connecting.BY_A_POOL));
        links.add(new Link("cache", Connecting.BY_ITSELF));
        links.add(new Link("identity", Connecting.BY_ITSELF));
        links.add(new Link("payment", Connecting.BY_ITSELF));
        for (int hop = 1; hop <= chain; hop++) {
            stations.add(desk("hop-" + hop, MANY_SLOTS));
            links.add(new Link("hop-" + hop, Connecting.BY_ITSELF));
        }
        for (int part = 1; part <= fanOut; part++) {
            stations.add(desk("part-" + part, MANY_SLOTS));
            links.add(new Link("part-" + part, Connecting.BY_ITSELF));
        }
        var store = new Store("catalogue", new Store.Keys.Target(), CACHE_LIVES_NANOS, true);
        return new Blueprint(stations, links, List.of(store), pages());
    }

    private static Station desk(String name, int slots) {
        return new Station(name, slots, DESK_QUEUE, WhenGone.WORK_ON);
    }

    private List<Page> pages() {
        return List.of(
                page("GET", "/", ok(3_000), verified(cached(list(FEATURED)))),
                page("GET", "/search", ok(180 * results), verified(cached(list(results)))),
                page("GET", "/products/", ok(1_600), verified(joined(cached(product()), chain(1)))),
                page("GET", "/dashboard", ok(5_000), verified(joined(queries(1), parts()))),
                page("POST", "/cart", created(), verified(joined(cached(product()), queries(3)))),
                page("POST", "/checkout", created(), verified(joined(queries(3), paid()))),
                page("POST", "/login", signedIn(), view(signIn())),
                page("GET", "/api/badge", ok(40), view(queries(1))),
                page("GET", "/style.css", ok(2_300), List.of()),
                page("GET", "/logo.svg", ok(500), List.of()));
    }

    private static Page page(String method, String path, Answer answer, List<Step> steps) {
        List<Step> all = joined(steps, List.of(new Step.Work(RENDERING)));
        return new Page(method, path, answer, List.of(new Step.In("workers", all)));
    }

    private static Answer ok(int bytes) {
        return new Answer(200, List.of(), bytes);
    }

    private static Answer created() {
        return new Answer(201, List.of(), 60);
    }

    private static Answer signedIn() {
        var fields =
                List.of(
                        new Block.Field("Location", "/"),
                        new Block.Field("Set-Cookie", "session=1; Path=/; HttpOnly"));
        return new Answer(303, fields, 0);
    }

    /// A connection, the session's row, and what follows with the connection kept.
    private static List<Step> view(List<Step> then) {
        return List.of(new Step.In("pool", ACQUIRE_NANOS, joined(queries(1), then)));
    }

    private static List<Step> verified(List<Step> then) {
        var ask = new Step.Ask("identity", AGAIN_TWICE, at("identity", VERIFY));
        return view(joined(List.of(ask), then));
    }

    private static List<Step> signIn() {
        var ask = new Step.Ask("identity", AGAIN_TWICE, at("identity", SIGN_IN));
        return joined(List.of(ask), queries(1));
    }

    private static List<Step> paid() {
        var ask = new Step.Ask("payment", AGAIN_TWICE, at("payment", CHARGE));
        return joined(List.of(ask), queries(3));
    }

    private static List<Step> cached(List<Step> origin) {
        var redis = new Step.Ask("cache", new Tries(0, 0, REDIS_NANOS), worked(REDIS));
        var look = new Step.Look("catalogue", joined(origin, List.of(redis)));
        return List.of(redis, look);
    }

    /// A list of products, completed one by one, as lazy loading does.
    private List<Step> list(int products) {
        return joined(
                List.of(new Step.Ask("database", worked(SCAN))), queries(products * missQueries));
    }

    private List<Step> product() {
        return queries(3 + missQueries);
    }

    private static List<Step> queries(int count) {
        if (count == 0) {
            return List.of();
        }
        Step one = new Step.Ask("database", worked(QUERY));
        return List.of(count == 1 ? one : new Step.Times(count, List.of(one)));
    }

    /// The n-th service and those behind it.
    private List<Step> chain(int n) {
        if (n > chain) {
            return List.of();
        }
        var tries = new Tries(2, 0, n == 1 ? 0 : chainTimeOutNanos);
        List<Step> work = joined(worked(HOP), chain(n + 1));
        return List.of(new Step.Ask("hop-" + n, tries, List.of(new Step.In("hop-" + n, work))));
    }

    private List<Step> parts() {
        var branches = new ArrayList<List<Step>>();
        for (int part = 1; part <= fanOut; part++) {
            String name = "part-" + part;
            branches.add(List.of(new Step.Ask(name, AGAIN_TWICE, at(name, PART))));
        }
        return branches.isEmpty() ? List.of() : List.of(new Step.Together(branches));
    }

    private static List<Step> at(String station, Distribution seconds) {
        return List.of(new Step.In(station, worked(seconds)));
    }

    private static List<Step> worked(Distribution seconds) {
        return List.of(new Step.Work(seconds));
    }

    private static List<Step> joined(List<Step> first, List<Step> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

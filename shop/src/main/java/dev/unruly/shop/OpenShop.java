package dev.unruly.shop;

import dev.unruly.shop.store.Assortment;
import dev.unruly.shop.store.Cache;
import dev.unruly.shop.store.Catalogue;
import dev.unruly.shop.store.Database;
import dev.unruly.shop.store.Remote;
import dev.unruly.shop.store.Services;
import dev.unruly.shop.store.Storefront;
import dev.unruly.shop.store.Truth;
import dev.unruly.shop.store.Words;
import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.Limits;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Server;
import dev.unruly.shop.web.Workers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A shop that is open: the storefront, what it depends on, and the side door.
final class OpenShop {
    private static final int ADMIN_WORKERS = 4;
    private static final int ADMIN_QUEUE = 100;
    private static final Duration REST = Duration.ofMillis(500);
    private static final int LAST_INTERRUPTIONS = 8;

    /// What a reset found under way, and how long it took.
    ///
    /// @param turnedAway requests that waited in the queue
    /// @param interrupted requests that were being served after half a second more
    /// @param cut database connections on which something was still waited for
    /// @param atRest whether all of it ended
    /// @param newPool whether the storefront could connect to its database anew
    record Reset(
            int turnedAway,
            int interrupted,
            int cut,
            boolean atRest,
            boolean newPool,
            long millis) {}

    /// What the storefront connects to.
    record Uses(
            HostPort database,
            HostPort redis,
            List<URI> identity,
            List<URI> payment,
            List<URI> hops,
            List<URI> parts) {
        Uses {
            identity = List.copyOf(identity);
            payment = List.copyOf(payment);
            hops = List.copyOf(hops);
            parts = List.copyOf(parts);
        }

        static Uses of(Settings.Used chosen, Stores stores, Neighbours.Addresses real) {
            return new Uses(
                    chosen.database().orElse(stores.database()),
                    chosen.redis().orElse(stores.redis()),
                    chosen.identity().isEmpty() ? real.identity() : chosen.identity(),
                    chosen.payment().isEmpty() ? real.payment() : chosen.payment(),
                    merged(chosen.hops(), real.hops()),
                    merged(chosen.parts(), real.parts()));
        }

        /// The chosen addresses, and the real ones of those for which none was chosen.
        private static List<URI> merged(List<URI> chosen, List<URI> real) {
            List<URI> merged = new ArrayList<>(real);
            for (int n = 0; n < Math.min(chosen.size(), real.size()); n++) {
                merged.set(n, chosen.get(n));
            }
            return merged;
        }
    }

    /// Where the shop can be found, and what it was made of.
    record Addresses(
            URI storefront,
            URI admin,
            HostPort database,
            HostPort redis,
            Neighbours.Addresses neighbours,
            Uses uses,
            Stores.Processes processes) {}

    private final Settings settings;
    private final Assortment assortment;
    private final Stores stores;
    private final Neighbours neighbours;
    private final Database database;
    private final Cache cache;
    private final Truth truth = new Truth();
    private final Map<String, Remote> remotes = new LinkedHashMap<>();
    private final Workers workers;
    private final AtomicLong purges = new AtomicLong();
    private final Addresses addresses;

    private OpenShop(
            Settings settings,
            Assortment assortment,
            Stores stores,
            Neighbours neighbours,
            URI adminAddress,
            Closing closing,
            Progress progress)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.assortment = assortment;
        this.stores = stores;
        this.neighbours = neighbours;
        Uses uses = Uses.of(settings.used(), stores, neighbours.addresses());
        this.database = closing.add(connect(uses, settings, progress));
        this.cache = closing.add(new Cache(uses.redis(), settings.goods().timeToLive()));
        Storefront storefront =
                new Storefront(
                        database,
                        new Catalogue(cache, settings.goods().catalogue()),
                        services(uses, closing),
                        settings.idempotent(),
                        truth,
                        new Chance(settings.seed()).stream("sessions"));
        Settings.Serving serving = settings.serving();
        this.workers =
                closing.add(
                        new Workers(
                                "worker",
                                serving.workers(),
                                serving.queue(),
                                storefront,
                                truth,
                                System::nanoTime));
        Server server =
                closing.add(
                        Server.start(
                                "storefront",
                                serving.limits(),
                                System::nanoTime,
                                InstantSource.system()));
        int port = server.listen(settings.ports().storefront(), workers);
        this.addresses =
                new Addresses(
                        URI.create("http://127.0.0.1:" + port),
                        adminAddress,
                        stores.database(),
                        stores.redis(),
                        neighbours.addresses(),
                        uses,
                        stores.processes());
    }

    /// Opens a shop. Whatever was opened, even if it fails half way, is in `closing`.
    static OpenShop open(Settings settings, Closing closing, Progress progress)
            throws IOException, SQLException, InterruptedException {
        Admin admin = new Admin(progress);
        Workers clerks =
                closing.add(
                        new Workers(
                                "admin",
                                ADMIN_WORKERS,
                                ADMIN_QUEUE,
                                admin,
                                new NoLedger(),
                                System::nanoTime));
        Server sideDoor =
                closing.add(
                        Server.start(
                                "admin", Limits.DEFAULT, System::nanoTime, InstantSource.system()));
        int port = sideDoor.listen(settings.ports().admin(), clerks);
        Assortment assortment =
                new Assortment(
                        Words.load(), settings.goods().products(), settings.goods().reviews());
        Neighbours neighbours = Neighbours.open(settings, assortment::goingWith, closing);
        Stores stores = Stores.start(settings, assortment, closing, progress);
        URI address = URI.create("http://127.0.0.1:" + port);
        OpenShop shop =
                new OpenShop(settings, assortment, stores, neighbours, address, closing, progress);
        admin.opened(shop);
        progress.ready();
        return shop;
    }

    private static Database connect(Uses uses, Settings settings, Progress progress)
            throws IOException, InterruptedException {
        Waiting waiting = new Waiting(settings.patience(), System::nanoTime, progress);
        Database database = waiting.forDatabase(uses.database(), settings.database());
        waiting.forListener("Redis", uses.redis());
        waiting.forListeners("the identity provider", uses.identity());
        waiting.forListeners("the payment provider", uses.payment());
        waiting.forListeners("the chain", uses.hops());
        waiting.forListeners("the parts", uses.parts());
        return database;
    }

    private Services services(Uses uses, Closing closing) {
        HttpClient client =
                closing.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        List<Remote> parts = new ArrayList<>();
        for (URI part : uses.parts()) {
            parts.add(remote("part-" + (parts.size() + 1), List.of(part), client));
        }
        return new Services(
                remote("identity", uses.identity(), client),
                remote("payment", uses.payment(), client),
                uses.hops().stream()
                        .findFirst()
                        .map(first -> remote("recommendations", List.of(first), client)),
                parts);
    }

    private Remote remote(String name, List<URI> instances, HttpClient client) {
        Remote remote = new Remote(name, instances, settings.calls(), client);
        remotes.put(name, remote);
        return remote;
    }

    Addresses addresses() {
        return addresses;
    }

    TruthReport truth() throws SQLException {
        Truth.Counts total = truth.total();
        Map<String, Remote.Counts> dependencies = new LinkedHashMap<>();
        remotes.forEach((name, remote) -> dependencies.put(name, remote.counts()));
        return new TruthReport(
                1,
                TruthReport.Sales.of(stores.backroom().orders(), neighbours.charges()),
                TruthReport.Zombies.of(total),
                TruthReport.Lookups.of(cache.hits(), cache.misses(), purges.get()),
                new TruthReport.Queue(
                        workers.queued(),
                        workers.deepestQueue(),
                        workers.capacity(),
                        total.refused()),
                new TruthReport.Pool(workers.size(), workers.busy(), workers.busiest()),
                database.gauges(),
                dependencies,
                neighbours.hopsSeen(),
                truth.failures(),
                total,
                truth.byEndpoint());
    }

    void purge() {
        stores.backroom().purge();
        purges.incrementAndGet();
    }

    /// Puts the shop back to its first state: whatever is under way is ended, first gently.
    synchronized Reset reset() throws SQLException, InterruptedException {
        long begunNanos = System.nanoTime();
        int turnedAway = workers.turnAway();
        int interrupted = 0;
        int cut = 0;
        boolean atRest = workers.awaitRest(REST);
        if (!atRest) {
            interrupted = workers.interruptBusy();
            atRest = workers.awaitRest(REST);
        }
        if (!atRest) {
            cut = database.cut(Runnable::run);
        }
        // Whoever was about to try again when the first interruption came waits anew.
        for (int i = 0; i < LAST_INTERRUPTIONS && !atRest; i++) {
            turnedAway += workers.turnAway();
            workers.interruptBusy();
            atRest = workers.awaitRest(REST);
        }
        neighbours.reset();
        stores.backroom().reset(assortment, settings.goods().catalogue());
        boolean newPool = database.renew();
        cache.forgetCounts();
        database.forgetPeaks();
        workers.forgetPeaks();
        remotes.values().forEach(Remote::forgetCounts);
        truth.forget();
        purges.set(0);
        long millis = Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
        return new Reset(turnedAway, interrupted, cut, atRest, newPool, millis);
    }

    /// The side door is not part of the truth.
    private static final class NoLedger implements Workers.Ledger {
        @Override
        public void refused(Request request) {}

        @Override
        public void served(Request request, Response response, Workers.Served served) {}
    }
}

package dev.unruly.shop;

import dev.unruly.shop.provider.Accounts;
import dev.unruly.shop.provider.Charges;
import dev.unruly.shop.provider.Hop;
import dev.unruly.shop.provider.IdentityProvider;
import dev.unruly.shop.provider.Part;
import dev.unruly.shop.provider.PaymentProvider;
import dev.unruly.shop.web.Handler;
import dev.unruly.shop.web.Limits;
import dev.unruly.shop.web.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The HTTP services that the shop depends on. They share one thread for their sockets and one for
/// their timers, and nothing with the storefront.
final class Neighbours {
    /// Where they listen.
    record Addresses(List<URI> identity, List<URI> payment, List<URI> hops, List<URI> parts) {
        Addresses {
            identity = List.copyOf(identity);
            payment = List.copyOf(payment);
            hops = List.copyOf(hops);
            parts = List.copyOf(parts);
        }
    }

    private final Settings settings;
    private final Chance chance;
    private final Server server;
    private final ScheduledExecutorService timer;
    private final HttpClient client;
    private final PaymentProvider payment;
    private final Addresses addresses;
    private final List<Hop> hops = new ArrayList<>();
    private final List<Runnable> resets = new ArrayList<>();

    /// @param recommended what the last service of the chain knows
    private Neighbours(
            Settings settings, Function<String, List<String>> recommended, Closing closing)
            throws IOException {
        this.settings = settings;
        this.chance = new Chance(settings.seed());
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("neighbours-timer").daemon(true).factory());
        closing.add(timer::shutdownNow);
        this.client =
                closing.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        this.server =
                closing.add(
                        Server.start(
                                "neighbours",
                                Limits.DEFAULT,
                                System::nanoTime,
                                InstantSource.system()));
        this.payment =
                new PaymentProvider(
                        settings.providers().paymentSlots(),
                        settings.providers().payment(),
                        timer,
                        draws("payment"));
        resets.add(payment::reset);
        this.addresses = open(recommended);
    }

    /// @param recommended what the last service of the chain knows
    static Neighbours open(
            Settings settings, Function<String, List<String>> recommended, Closing closing)
            throws IOException {
        return new Neighbours(settings, recommended, closing);
    }

    private Addresses open(Function<String, List<String>> recommended) throws IOException {
        Settings.Ports ports = settings.ports();
        return new Addresses(
                several(settings.providers().identityInstances(), ports.identity(), this::identity),
                List.of(listen(ports.payment(), payment)),
                chain(recommended),
                several(settings.fanOut().width(), ports.parts(), this::part));
    }

    Addresses addresses() {
        return addresses;
    }

    List<Charges.Charge> charges() {
        return payment.charges().all();
    }

    /// What every hop of the chain has seen, the first hop first.
    List<Hop.Seen> hopsSeen() {
        return hops.stream().map(Hop::seen).toList();
    }

    void reset() {
        resets.forEach(Runnable::run);
    }

    private Supplier<RandomGenerator> draws(String purpose) {
        return () -> chance.stream(purpose);
    }

    private List<URI> several(int count, int firstPort, IntFunction<Handler> service)
            throws IOException {
        List<URI> opened = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            opened.add(listen(Settings.Ports.following(firstPort, n), service.apply(n)));
        }
        return opened;
    }

    private URI listen(int port, Handler handler) throws IOException {
        return URI.create("http://127.0.0.1:" + server.listen(port, handler));
    }

    private IdentityProvider identity(int n) {
        IdentityProvider identity =
                new IdentityProvider(
                        new Accounts(settings.providers().accounts()),
                        settings.seed(),
                        settings.providers().identitySlots(),
                        settings.providers().identity(),
                        timer,
                        draws("identity " + n));
        resets.add(identity::reset);
        return identity;
    }

    private Part part(int n) {
        Settings.FanOut chosen = settings.fanOut();
        Part part = new Part(n + 1, chosen.slots(), chosen.latency(), timer, draws("part " + n));
        resets.add(part::reset);
        return part;
    }

    /// Opens the chain from its last hop to its first, because each has to know the next.
    private List<URI> chain(Function<String, List<String>> recommended) throws IOException {
        Settings.Chain chosen = settings.chain();
        List<URI> called = settings.used().hops();
        List<URI> opened = new ArrayList<>();
        Optional<URI> next = Optional.empty();
        for (int n = chosen.length() - 1; n >= 0; n--) {
            Hop hop =
                    new Hop(
                            next,
                            recommended,
                            chosen.calls(),
                            client,
                            chosen.slots(),
                            chosen.latency(),
                            timer,
                            draws("hop " + n));
            resets.add(hop::reset);
            hops.addFirst(hop);
            URI real = listen(Settings.Ports.following(settings.ports().hops(), n), hop);
            opened.addFirst(real);
            next = Optional.of(n < called.size() ? called.get(n) : real);
        }
        return opened;
    }
}

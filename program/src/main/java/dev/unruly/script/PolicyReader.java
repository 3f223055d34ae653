package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// `policies:` → what protects a dependency, or some of its routes.
final class PolicyReader {

    private static final long SECOND = 1_000_000_000L;
    private static final String EXAMPLE = "{ bulkhead: { most: 30 }, timeout: 900ms }";
    private static final int MOST_PLACES = 1_000_000;

    /// A method and a path, or the beginning of one.
    private static final Pattern ROUTE = Pattern.compile("([A-Z]+ )?/[^\\s*]*\\*?");

    private final Map<String, Dependency.Protocol> dependencies;
    private final Map<String, Integer> instances;

    /// @param dependencies what is spoken with each
    /// @param instances how many there are of each
    PolicyReader(Map<String, Dependency.Protocol> dependencies, Map<String, Integer> instances) {
        this.dependencies = dependencies;
        this.instances = instances;
    }

    /// The protections of a file that holds nothing else; empty when something is wrong with it.
    static Optional<List<Protection>> alone(Value value, List<Dependency> dependencies) {
        int mark = value.reading().mark();
        var protocols = new LinkedHashMap<String, Dependency.Protocol>();
        var instances = new LinkedHashMap<String, Integer>();
        for (Dependency dependency : dependencies) {
            protocols.put(dependency.name(), dependency.protocol());
            instances.put(dependency.name(), dependency.upstreams().size());
        }
        Section section = value.section("settings", "policies:");
        List<Protection> all =
                section.need("policies", "{ identity: " + EXAMPLE + " }")
                        .map(new PolicyReader(protocols, instances)::read)
                        .orElse(List.of());
        section.done();
        return value.reading().cleanSince(mark) ? Optional.of(all) : Optional.empty();
    }

    /// All protections that could be read, those of routes behind that of their dependency.
    List<Protection> read(Value value) {
        var all = new ArrayList<Protection>();
        value.entries("{ identity: " + EXAMPLE + " }")
                .forEach((key, inner) -> dependency(key, inner, all));
        return all;
    }

    private void dependency(Value key, Value value, List<Protection> all) {
        String name = key.text("identity");
        Dependency.Protocol protocol = dependencies.get(name);
        if (protocol == null) {
            key.wrongText(
                    "is no dependency",
                    Nearest.instead(
                            name, dependencies.keySet(), "describe it under `dependencies:`"));
        } else if (protocol != Dependency.Protocol.HTTP) {
            key.wrong(
                    "policies for `"
                            + name
                            + "` need requests that can be answered by the gateway, and its"
                            + " protocol is "
                            + protocol.name().toLowerCase(Locale.ROOT),
                    "protect what calls it over HTTP, or give it protocol: http");
        }
        Section section = value.section("policies", EXAMPLE);
        var idle = new IdlePolicies(instances.getOrDefault(name, 0));
        var whole = new Protection(name, "", policies(section, idle, List.of()));
        add(whole, all);
        section.find("routes").ifPresent(routes -> routes(whole, routes, idle, all));
        section.done();
    }

    private static void routes(
            Protection whole, Value value, IdlePolicies idle, List<Protection> all) {
        value.entries("{ \"GET /products/*\": " + EXAMPLE + " }")
                .forEach((key, inner) -> {
                    String route = route(key);
                    Section section = inner.section("route-policies", EXAMPLE);
                    List<Policy> policies = policies(section, idle, whole.policies());
                    add(new Protection(whole.dependency(), route, policies), all);
                    section.done();
                });
    }

    /// The policies of a mapping that holds nothing else.
    static List<Policy> ofRoute(Value value) {
        Section section = value.section("route-policies", EXAMPLE);
        List<Policy> policies = policies(section, new IdlePolicies(0), List.of());
        section.done();
        return policies;
    }

    private static String route(Value value) {
        String route = value.text("GET /products/*");
        if (!ROUTE.matcher(route).matches()) {
            value.wrongText(
                    "is no route",
                    "write a path such as /products/*, with a method before it or not");
        }
        return route;
    }

    private static void add(Protection protection, List<Protection> all) {
        if (!protection.policies().isEmpty()) {
            all.add(protection);
        }
    }

    /// @param around those of the dependency, which count where there are none of the same kind
    private static List<Policy> policies(Section section, IdlePolicies idle, List<Policy> around) {
        var policies = new ArrayList<Policy>();
        Optional<Policy.Timeout> timeout = section.find("timeout").map(PolicyReader::timeout);
        timeout.ifPresent(policies::add);
        section.find("retry").map(PolicyReader::retry).ifPresent(policies::add);
        Optional<Policy.Budget> budget = section.find("budget").map(PolicyReader::budget);
        budget.ifPresent(policies::add);
        section.find("breaker").map(PolicyReader::breaker).ifPresent(policies::add);
        section.find("bulkhead").map(PolicyReader::bulkhead).ifPresent(policies::add);
        section.find("single-flight").map(PolicyReader::singleFlight).ifPresent(policies::add);
        Optional<Policy.Hedge> hedge = section.find("hedge").map(PolicyReader::hedge);
        hedge.ifPresent(policies::add);
        section.find("concurrency").map(PolicyReader::concurrency).ifPresent(policies::add);
        section.find("rate").map(PolicyReader::rate).ifPresent(policies::add);
        section.find("shed").map(PolicyReader::shed).ifPresent(policies::add);
        section.find("throttle").map(PolicyReader::throttle).ifPresent(policies::add);
        section.find("eject").map(PolicyReader::ejection).ifPresent(policies::add);
        section.find("cache").map(PolicyReader::cache).ifPresent(policies::add);
        contradictions(section, timeout, hedge, budget);
        idle.warn(section, policies, around);
        return policies;
    }

    /// What cannot both be meant.
    private static void contradictions(
            Section section,
            Optional<Policy.Timeout> timeout,
            Optional<Policy.Hedge> hedge,
            Optional<Policy.Budget> budget) {
        if (timeout.isPresent()
                && hedge.isPresent()
                && hedge.get().delayNanos() >= timeout.get().nanos()) {
            section.keyOf("hedge")
                    .wrong(
                            "the hedge comes when the timeout has ended the try: after %s, which is"
                                            .formatted(millis(hedge.get().delayNanos()))
                                    + " not before "
                                    + millis(timeout.get().nanos()),
                            "let it come sooner, or the timeout later");
        }
        boolean nothing =
                budget.isPresent()
                        && budget.get().share().value() == 0
                        && budget.get().leastPerSecond() == 0;
        for (String twice : List.of("retry", "hedge")) {
            if (nothing && section.has(twice)) {
                section.keyOf(twice)
                        .wrong(
                                "the budget of 0 leaves nothing for `" + twice + "`",
                                "write budget: { share: 10% }, or remove `" + twice + "`");
            }
        }
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.4gms", nanos / 1e6);
    }

    private static Policy.Timeout timeout(Value value) {
        if (!value.isMapping()) {
            return new Policy.Timeout(value.nanos(1, "900ms"));
        }
        Section section =
                value.section("policy-timeout", "{ after: 900ms, probe: 0.5%, full: 5s }");
        long after = section.need("after", "900ms").map(v -> v.nanos(1, "900ms")).orElse(1L);
        Share probe = section.need("probe", "0.5%").map(v -> v.share("0.5%")).orElse(Share.NONE);
        long full =
                section.need("full", "5s")
                        .map(v -> v.nanos(after, "a time of at least `after`"))
                        .orElse(after);
        section.done();
        return new Policy.Timeout(after, probe, full);
    }

    static Policy.Retry retry(Value value) {
        Section section = value.section("policy-retry", "{ most: 2, backoff: { base: 50ms } }");
        int most = section.need("most", "2").map(v -> (int) v.whole(1, 100, "2")).orElse(1);
        long[] backoff =
                section.find("backoff")
                        .map(PolicyReader::backoff)
                        .orElse(new long[] {SECOND / 20, SECOND});
        section.done();
        return new Policy.Retry(most, backoff[0], backoff[1]);
    }

    private static long[] backoff(Value value) {
        Section section = value.section("policy-backoff", "{ base: 50ms, most: 1s }");
        long base = section.need("base", "50ms").map(v -> v.nanos(1, "50ms")).orElse(1L);
        long most =
                section.find("most")
                        .map(v -> v.nanos(base, "a pause of at least the base"))
                        .orElse(Math.max(base, SECOND));
        section.done();
        return new long[] {base, most};
    }

    private static Policy.Budget budget(Value value) {
        Section section = value.section("budget", "{ share: 10%, least: 1/s, lasts: 10s }");
        Share share = section.need("share", "10%").map(v -> v.share("10%")).orElse(Share.NONE);
        double least = section.find("least").map(v -> v.perSecond("1/s")).orElse(0.0);
        long lasts = section.find("lasts").map(v -> v.nanos(1, "10s")).orElse(10 * SECOND);
        section.done();
        return new Policy.Budget(share, least, lasts);
    }

    private static Policy breaker(Value value) {
        Section section =
                value.section("breaker", "{ failed: 50%, slow: { than: 900ms, share: 80% } }");
        Share failed = section.find("failed").map(v -> some(v, "50%")).orElse(new Share(0.5));
        Optional<Value> slow = section.find("slow");
        Share slowShare = Share.ALL;
        long slowNanos = Units.LONGEST_NANOS;
        if (slow.isPresent()) {
            Section inner = slow.get().section("slow", "{ than: 900ms, share: 80% }");
            slowNanos = inner.need("than", "900ms").map(v -> v.nanos(1, "900ms")).orElse(SECOND);
            slowShare = inner.find("share").map(v -> some(v, "80%")).orElse(new Share(0.8));
            inner.done();
        }
        long window = section.find("window").map(v -> v.nanos(1, "10s")).orElse(10 * SECOND);
        long open = section.find("open").map(v -> v.nanos(1, "5s")).orElse(5 * SECOND);
        int least = section.find("least").map(v -> (int) v.whole(1, MOST_PLACES, "20")).orElse(1);
        section.done();
        return new Policy.Breaker(failed, slowShare, slowNanos, window, open, least);
    }

    private static Policy bulkhead(Value value) {
        Section section = value.section("bulkhead", "{ most: 30 }");
        int most =
                section.need("most", "30").map(v -> (int) v.whole(1, MOST_PLACES, "30")).orElse(1);
        long wait = section.find("wait").map(v -> v.nanos(0, "100ms")).orElse(0L);
        section.done();
        return new Policy.Bulkhead(most, wait);
    }

    private static Policy singleFlight(Value value) {
        long wait = SECOND;
        Policy.Sharing sharing = Policy.Sharing.ONE_PERSON;
        if (!value.empty()) {
            Section section = value.section("single-flight", "{ wait: 1s, same-for: everybody }");
            wait = section.find("wait").map(v -> v.nanos(1, "1s")).orElse(SECOND);
            sharing = section.find("same-for").map(PolicyReader::sharing).orElse(sharing);
            section.done();
        }
        return new Policy.SingleFlight(wait, sharing);
    }

    private static Policy.Sharing sharing(Value value) {
        return switch (value.word(List.of("one-person", "everybody"))) {
            case "everybody" -> Policy.Sharing.EVERYBODY;
            default -> Policy.Sharing.ONE_PERSON;
        };
    }

    static Policy.Hedge hedge(Value value) {
        Section section = value.section("hedge", "{ after: 120ms, chance: 60% }");
        long after = section.need("after", "120ms").map(v -> v.nanos(1, "120ms")).orElse(1L);
        Share chance = section.find("chance").map(v -> some(v, "60%")).orElse(Share.ALL);
        section.done();
        return new Policy.Hedge(after, chance);
    }

    private static Policy concurrency(Value value) {
        Section section = value.section("concurrency", "{ least: 4, first: 20, most: 200 }");
        int least = section.find("least").map(v -> (int) v.whole(1, MOST_PLACES, "4")).orElse(4);
        int first =
                section.find("first")
                        .map(v -> (int) v.whole(least, MOST_PLACES, "at least `least`"))
                        .orElse(Math.max(least, 20));
        int most =
                section.find("most")
                        .map(v -> (int) v.whole(first, MOST_PLACES, "at least `first`"))
                        .orElse(Math.max(first, 200));
        section.done();
        return new Policy.Concurrency(least, first, most);
    }

    private static Policy rate(Value value) {
        Section section = value.section("policy-rate", "{ limit: 100/s, burst: 20 }");
        double limit = section.need("limit", "100/s").map(v -> v.perSecond("100/s")).orElse(1.0);
        int burst = section.find("burst").map(v -> (int) v.whole(1, MOST_PLACES, "20")).orElse(1);
        section.done();
        return new Policy.Rate(limit, burst);
    }

    private static Policy shed(Value value) {
        Section section = value.section("shed", "{ target: 20ms, interval: 1s }");
        long target = section.need("target", "20ms").map(v -> v.nanos(1, "20ms")).orElse(1L);
        long interval =
                section.find("interval")
                        .map(v -> v.nanos(target, "a time of at least the target"))
                        .orElse(Math.max(target, SECOND));
        List<String> critical = routes(section, "critical");
        List<String> sheddable = routes(section, "sheddable");
        section.done();
        return new Policy.Shed(target, interval, critical, sheddable);
    }

    private static List<String> routes(Section section, String key) {
        var routes = new ArrayList<String>();
        section.find(key).ifPresent(v -> v.oneOrMore().forEach(one -> routes.add(route(one))));
        return routes;
    }

    private static Policy throttle(Value value) {
        double times = 2;
        long window = 120 * SECOND;
        if (!value.empty()) {
            Section section = value.section("throttle", "{ times: 2, window: 2m }");
            times = section.find("times").map(v -> v.number(1, 1_000, "2")).orElse(times);
            window = section.find("window").map(v -> v.nanos(1, "2m")).orElse(window);
            section.done();
        }
        return new Policy.Throttle(times, window);
    }

    private static Policy ejection(Value value) {
        Section section = value.section("eject", "{ slower: 3, for: 10s, most: 30% }");
        double slower = section.find("slower").map(v -> v.number(1.01, 1_000, "3")).orElse(3.0);
        long length = section.find("for").map(v -> v.nanos(1, "10s")).orElse(10 * SECOND);
        Share most = section.find("most").map(v -> some(v, "30%")).orElse(new Share(0.3));
        section.done();
        return new Policy.Ejection(slower, length, most);
    }

    private static Policy cache(Value value) {
        Section section = value.section("cache", "{ for: 5s, stale: 30s }");
        long fresh = section.need("for", "5s").map(v -> v.nanos(1, "5s")).orElse(SECOND);
        long stale = section.find("stale").map(v -> v.nanos(0, "30s")).orElse(0L);
        Share jitter = section.find("jitter").map(v -> v.share("10%")).orElse(new Share(0.1));
        double eagerness = section.find("eagerness").map(v -> v.number(0, 100, "1")).orElse(1.0);
        Policy.Sharing sharing =
                section.find("same-for")
                        .map(PolicyReader::sharing)
                        .orElse(Policy.Sharing.ONE_PERSON);
        section.done();
        return new Policy.Cache(fresh, stale, jitter, eagerness, sharing);
    }

    private static Share some(Value value, String example) {
        Share share = value.share(example);
        if (share.value() == 0 && value.isText() && Units.share(value.text(example)).isPresent()) {
            value.wrongText("must be more than 0%", "write " + example);
        }
        return share.value() == 0 ? Share.ALL : share;
    }
}

package dev.unruly.run;

import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.Trigger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where may be sent to: loopback, and what the experiment lists under `allow-targets`.
///
/// A name is looked up once, and what it leads to is decided then and stays: whoever connects asks
/// here for the address, so that what is connected to is what was checked, whatever a name server
/// says later. Any thread may ask.
public final class Reach {

    private final Set<String> allowed;
    private final Resolver resolver;
    private final Map<String, Found> known = new ConcurrentHashMap<>();

    /// Asks for all addresses of a name; may block.
    interface Resolver {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private sealed interface Found {
        record May(InetAddress address) implements Found {}

        record MayNot(InetAddress address) implements Found {}
    }

    public Reach(Experiment experiment) {
        this(experiment, InetAddress::getAllByName);
    }

    Reach(Experiment experiment, Resolver resolver) {
        this.allowed =
                experiment.allowed().stream()
                        .map(target -> key(target.host()))
                        .collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
    }

    /// Why an address may not be sent to, and what would make it right; empty: it may.
    public Optional<String> refusal(HostPort address) {
        try {
            return switch (look(address.host())) {
                case Found.May _ -> Optional.empty();
                case Found.MayNot(InetAddress where) ->
                        Optional.of(
                                address
                                        + " is not on this machine ("
                                        + where.getHostAddress()
                                        + "); if you may load it, list it: allow-targets: [{ host: "
                                        + quoted(address.host())
                                        + ", max-rate: 100/s }]");
            };
        } catch (UnknownHostException e) {
            return Optional.of(
                    address.host()
                            + " is not a name that this machine can resolve; write one that it can,"
                            + " or an address");
        }
    }

    /// The address that a host stands for.
    ///
    /// @throws UnknownHostException when nobody knows it, or nothing may be sent there
    public InetAddress find(String host) throws UnknownHostException {
        return switch (look(host)) {
            case Found.May(InetAddress where) -> where;
            case Found.MayNot(InetAddress where) ->
                    throw new UnknownHostException(host + " leads to " + where.getHostAddress());
        };
    }

    /// Why something that an experiment would send to may not be sent to, each with the place where
    /// the experiment names it; empty: all may.
    public List<String> refusals(Experiment experiment) {
        var said = new LinkedHashSet<String>();
        refusal(experiment.target().at()).ifPresent(why -> said.add("target: " + why));
        said.addAll(refusals(experiment.dependencies()));
        Hook.All hooks = experiment.hooks();
        Stream.of(hooks.prepare(), hooks.reset(), hooks.cleanUp())
                .flatMap(List::stream)
                .forEach(hook -> {
                    if (hook instanceof Hook.Http call) {
                        refusal(call).ifPresent(why -> said.add("hooks: " + why));
                    }
                });
        if (hooks.apply().asked()) {
            refusal(new Hook.Http("GET", hooks.apply().ready(), ""))
                    .ifPresent(why -> said.add("apply: " + why));
        }
        for (Trigger trigger : experiment.triggers()) {
            if (trigger instanceof Trigger.Purge purge) {
                refusal(purge.call()).ifPresent(why -> said.add("triggers: " + why));
            }
        }
        return List.copyOf(said);
    }

    /// Why upstreams may not be sent to; empty: all may.
    public List<String> refusals(List<Dependency> dependencies) {
        var said = new ArrayList<String>();
        for (Dependency dependency : dependencies) {
            for (HostPort upstream : dependency.upstreams()) {
                refusal(upstream)
                        .ifPresent(
                                why -> said.add("dependencies." + dependency.name() + ": " + why));
            }
        }
        return said;
    }

    /// Why a call may not be made; empty: it may.
    Optional<String> refusal(Hook.Http call) {
        URI uri;
        try {
            uri = URI.create(call.url());
        } catch (IllegalArgumentException e) {
            return Optional.of(call.url() + " is not a URL");
        }
        if (uri.getHost() == null) {
            return Optional.of("the URL " + call.url() + " names no host");
        }
        int port = uri.getPort() < 0 ? ("https".equals(uri.getScheme()) ? 443 : 80) : uri.getPort();
        return refusal(new HostPort(bare(uri.getHost()), port));
    }

    /// A name that leads to several addresses, one of them elsewhere, leads elsewhere.
    private Found look(String host) throws UnknownHostException {
        Found before = known.get(key(host));
        if (before != null) {
            return before;
        }
        InetAddress[] all = resolver.all(host);
        Found found = new Found.May(all[0]);
        if (!allowed.contains(key(host))) {
            for (InetAddress one : all) {
                if (!one.isLoopbackAddress()) {
                    found = new Found.MayNot(one);
                    break;
                }
            }
        }
        Found first = known.putIfAbsent(key(host), found);
        return first == null ? found : first;
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String quoted(String host) {
        return host.indexOf(':') < 0 ? host : "\"" + host + "\"";
    }
}

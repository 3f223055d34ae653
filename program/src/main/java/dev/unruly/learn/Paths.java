package dev.unruly.learn;

import dev.unruly.learn.Learned.Kind;
import dev.unruly.learn.Learned.Node;
import dev.unruly.learn.Learned.Way;
import dev.unruly.model.Call;
import dev.unruly.model.Feed;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.Share;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The journey of one persona.
///
/// Ways that less than one of 20,000 takes are left out; a state that nobody reaches then is left
/// out too, and one without a way out gets one.
final class Paths {

    /// The column of feeds of items.
    static final String ITEM = "item";

    private static final int MOST_ITEMS = 100_000;
    private static final double WAY_OUT = 0.01;

    private final String name;
    private final Kind kind;
    private final StateNames states;
    private final Learned learned;
    private final Map<Integer, List<String>> items;
    private final Map<String, Feed> feeds;
    private final Map<String, String> remarks;
    private final List<String> names;

    /// The shares of each node's ways, in their order.
    private final List<List<Share>> shares;

    private final List<Share> startShares;

    Paths(
            String name,
            Kind kind,
            StateNames states,
            Learned learned,
            Map<Integer, List<String>> items,
            Map<String, Feed> feeds,
            Map<String, String> remarks) {
        this.name = name;
        this.kind = kind;
        this.states = states;
        this.learned = learned;
        this.items = items;
        this.feeds = feeds;
        this.remarks = remarks;
        this.names = Names.unique(kind.nodes().stream().map(this::title).toList());
        this.startShares = shares(kind.starts());
        this.shares = kind.nodes().stream().map(node -> shares(node.ways())).toList();
    }

    private String title(Node node) {
        String state = states.name(node.state());
        return switch (node.cameFrom()) {
            case Learned.ANYWHERE -> state;
            case Learned.NOWHERE -> state + "-at-first";
            default -> state + "-from-" + states.name(node.cameFrom());
        };
    }

    private static List<Share> shares(List<Way> ways) {
        return ways.isEmpty()
                ? List.of()
                : Wholes.shares(
                        ways.stream()
                                .mapToDouble(w -> Math.max(1e-12, w.share().value()))
                                .toArray());
    }

    Journey journey() {
        boolean[] reached = reached();
        boolean[] ends = ends();
        int[] places = new int[names.size()];
        Arrays.fill(places, -1);
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (reached[i]) {
                places[i] = count++;
            }
        }
        var built = new ArrayList<Journey.State>();
        for (int i = 0; i < places.length; i++) {
            if (reached[i]) {
                built.add(state(i, places, !ends[i]));
            }
        }
        String at = "journeys/" + name;
        remarks.put(at + "/think", "all states together: " + Said.think(kind.think()));
        var starts = new ArrayList<Journey.Start>();
        for (int i = 0; i < kind.starts().size(); i++) {
            Way way = kind.starts().get(i);
            if (way.to() >= 0 && startShares.get(i).value() > 0) {
                starts.add(new Journey.Start(places[way.to()], startShares.get(i)));
                String place =
                        kind.starts().size() == 1 ? "/start" : "/start/" + names.get(way.to());
                remarks.put(at + place, Said.share(way.share()));
            }
        }
        return new Journey(name, starts, Wholes.rounded(kind.think().distribution()), built);
    }

    /// The numbers of the states that the journey has, in its order.
    List<Integer> played() {
        boolean[] reached = reached();
        return IntStream.range(0, reached.length)
                .filter(i -> reached[i])
                .mapToObj(i -> kind.nodes().get(i).state())
                .toList();
    }

    /// Which nodes people come to.
    private boolean[] reached() {
        boolean[] reached = new boolean[names.size()];
        mark(kind.starts(), startShares, reached);
        return reached;
    }

    private void mark(List<Way> ways, List<Share> taken, boolean[] reached) {
        for (int i = 0; i < ways.size(); i++) {
            int to = ways.get(i).to();
            if (to >= 0 && taken.get(i).value() > 0 && !reached[to]) {
                reached[to] = true;
                mark(kind.nodes().get(to).ways(), shares.get(to), reached);
            }
        }
    }

    /// From which nodes a way leads out.
    private boolean[] ends() {
        boolean[] ends = new boolean[names.size()];
        boolean grew = true;
        while (grew) {
            grew = false;
            for (int i = 0; i < ends.length; i++) {
                if (!ends[i] && leadsOut(i, ends)) {
                    ends[i] = true;
                    grew = true;
                }
            }
        }
        return ends;
    }

    private boolean leadsOut(int node, boolean[] ends) {
        List<Way> ways = kind.nodes().get(node).ways();
        return IntStream.range(0, ways.size())
                .filter(i -> shares.get(node).get(i).value() > 0)
                .anyMatch(i -> ways.get(i).to() == Learned.LEAVE || ends[ways.get(i).to()]);
    }

    private Journey.State state(int index, int[] places, boolean trapped) {
        Node node = kind.nodes().get(index);
        String at = "journeys/" + name + "/" + names.get(index);
        remarks.put(
                at,
                "n = %,d".formatted(node.visits())
                        + unknownMethod(node.state())
                        + states.brings(node.state()));
        remarks.put(at + "/think", Said.think(node.think()));
        List<Journey.Edge> edges = edges(node, index, places, at);
        if (trapped || edges.isEmpty()) {
            edges = withWayOut(edges);
            remarks.put(at + "/next/leave", "prior: nobody was seen to leave from here on");
        }
        boolean own = node.think().basis() != Learned.Basis.POOLED;
        Learned.ThinkTime think = own ? node.think() : kind.think();
        return new Journey.State(
                names.get(index),
                call(node.state()),
                states.with(node.state()),
                edges,
                Wholes.rounded(think.distribution()),
                false,
                1,
                false,
                false,
                List.of());
    }

    private String unknownMethod(int state) {
        return states.methodKnown(state) ? "" : "; its method is played as GET";
    }

    private List<Journey.Edge> edges(Node node, int index, int[] places, String at) {
        var edges = new ArrayList<Journey.Edge>();
        for (int i = 0; i < node.ways().size(); i++) {
            Way way = node.ways().get(i);
            Share share = shares.get(index).get(i);
            if (share.value() > 0) {
                boolean leaves = way.to() == Learned.LEAVE;
                int to = leaves ? Journey.LEAVE : places[way.to()];
                edges.add(new Journey.Edge(to, share, Guard.ALWAYS));
                String target = leaves ? "leave" : names.get(way.to());
                remarks.put(at + "/next/" + target, Said.share(way.share()));
            }
        }
        return edges;
    }

    private static List<Journey.Edge> withWayOut(List<Journey.Edge> edges) {
        if (edges.isEmpty()) {
            return List.of(new Journey.Edge(Journey.LEAVE, Share.ALL, Guard.ALWAYS));
        }
        double[] weights = new double[edges.size() + 1];
        for (int i = 0; i < edges.size(); i++) {
            weights[i] = edges.get(i).share().value() * (1 - WAY_OUT);
        }
        weights[edges.size()] = WAY_OUT;
        List<Share> shares = Wholes.shares(weights);
        var all = new ArrayList<Journey.Edge>();
        for (int i = 0; i < edges.size(); i++) {
            all.add(new Journey.Edge(edges.get(i).to(), shares.get(i), Guard.ALWAYS));
        }
        all.add(new Journey.Edge(Journey.LEAVE, shares.getLast(), Guard.ALWAYS));
        return all;
    }

    private Call call(int state) {
        String feed = states.hasItems(state) ? feed(state) : "";
        Template path = states.path(state, feed);
        return new Call(
                states.method(state), path, List.of(), new Call.Body.None(), List.of(), List.of());
    }

    /// The feed that fills a state's path; its items are numbers unless the user named them.
    private String feed(int state) {
        String feed = states.name(state) + "-items";
        if (feeds.containsKey(feed)) {
            return feed;
        }
        Learned.Items seen =
                learned.items().stream()
                        .filter(i -> i.state() == state)
                        .findFirst()
                        .orElse(new Learned.Items(state, 1, 0, Figure.prior(0.9), List.of()));
        int count = Math.clamp(seen.distinct(), 1, MOST_ITEMS);
        List<String> named = items.getOrDefault(state, List.of());
        List<List<String>> rows =
                IntStream.range(0, named.isEmpty() ? count : named.size())
                        .mapToObj(i -> List.of(named.isEmpty() ? "" + (i + 1) : named.get(i)))
                        .toList();
        double exponent = Math.clamp(Wholes.number(seen.exponent().value()), 0, 10);
        feeds.put(feed, new Feed(feed, List.of(ITEM), rows, new Feed.Order.Zipf(exponent)));
        remarks.put(
                "feeds/" + feed,
                Said.number(seen.exponent())
                        + "; %,d items, %s"
                                .formatted(
                                        seen.distinct(),
                                        named.isEmpty()
                                                ? "numbered by rank"
                                                : "as in the evidence"));
        return feed;
    }
}

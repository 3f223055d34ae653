package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The traces of one kind of request, by what they were made of. Of each shape a sample is kept,
/// drawn evenly from all (Vitter 1985, algorithm R).
public final class Shapes {

    private static final int MOST_ROWS = 3_000;
    private static final int MOST_SHAPES = 50;

    private final String title;
    private final Latencies whole = new Latencies();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private long roomless;

    private static final class Shape {
        private final CallGraph graph;
        private final List<String> names;
        private final List<double[]> rows = new ArrayList<>();
        private long count;

        Shape(Trace.Shape of) {
            graph = of.graph();
            names = List.copyOf(of.nanos().keySet());
        }
    }

    Shapes(String title) {
        this.title = title;
    }

    void add(Trace.Shape of, long nanos, RandomGenerator random) {
        whole.record(nanos);
        String key = of.graph().toString();
        Shape shape = shapes.get(key);
        if (shape == null) {
            if (shapes.size() == MOST_SHAPES) {
                roomless++;
                return;
            }
            shape = new Shape(of);
            shapes.put(key, shape);
        }
        shape.count++;
        double[] row = of.nanos().values().stream().mapToDouble(d -> d).toArray();
        if (shape.rows.size() < MOST_ROWS) {
            shape.rows.add(row);
        } else {
            long at = random.nextLong(shape.count);
            if (at < MOST_ROWS) {
                shape.rows.set((int) at, row);
            }
        }
    }

    /// The request, as people read it.
    public String title() {
        return title;
    }

    /// The request, by a name for goals: letters, digits, `-` and `_`.
    public String name() {
        return title.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
    }

    /// How long all of them took.
    public Latencies whole() {
        return whole.copy();
    }

    /// How many were not looked at, since there were too many shapes.
    long roomless() {
        return roomless;
    }

    private Shape usual() {
        return shapes.values().stream().max(Comparator.comparingLong(s -> s.count)).orElseThrow();
    }

    /// How many shapes there are.
    public int count() {
        return shapes.size();
    }

    /// The share of those that were made as most were.
    public double share() {
        return (double) usual().count / whole.count();
    }

    /// How most of them were made.
    public CallGraph graph() {
        return usual().graph;
    }

    /// Those, or a sample of them.
    public Traces traces() {
        return new Traces(usual().names, usual().rows);
    }

    /// How long each part of those took.
    public Map<String, Known> parts() {
        Shape usual = usual();
        var parts = new LinkedHashMap<String, Known>();
        for (int i = 0; i < usual.names.size(); i++) {
            var times = new Latencies();
            for (double[] row : usual.rows) {
                times.record(Math.round(row[i]));
            }
            String name = usual.names.get(i);
            parts.put(name, Known.of(Place.of(name), Stamp.PRODUCTION, times));
        }
        return parts;
    }
}

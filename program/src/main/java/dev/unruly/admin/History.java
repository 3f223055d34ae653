package dev.unruly.admin;

import dev.unruly.gateway.GatewayState;
import dev.unruly.gateway.ListenerState;
import dev.unruly.model.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What policies decided in each of the last two minutes' seconds, for every listener.
final class History {

    static final int SECONDS = 120;

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /// Decisions of one second.
    ///
    /// @param asked requests that came
    /// @param decisions in the order of their numbers
    record Second(long asked, List<Long> decisions) {

        static final Second NONE = new Second(0, nothing());

        Second {
            decisions = List.copyOf(decisions);
        }

        long count(Decision decision) {
            return decisions.get(decision.number());
        }

        /// How many requests were turned away.
        long refused() {
            long sum = 0;
            for (Decision decision : Decision.values()) {
                sum += decision.refuses() ? count(decision) : 0;
            }
            return sum;
        }

        private static List<Long> nothing() {
            var zeros = new ArrayList<Long>();
            for (int i = 0; i < Decision.COUNT; i++) {
                zeros.add(0L);
            }
            return zeros;
        }
    }

    private static final class Line {
        private final ArrayDeque<Second> seconds = new ArrayDeque<>();
        private long asked;
        private List<Long> decisions = List.of();
    }

    /// A second is over. What a listener did before it was first seen is not counted.
    void add(GatewayState state) {
        var names = new ArrayList<String>();
        for (ListenerState listener : state.listeners()) {
            String name = listener.dependency().name();
            names.add(name);
            Line line = lines.get(name);
            if (line == null) {
                line = new Line();
                lines.put(name, line);
            } else {
                line.seconds.addLast(since(line, listener));
            }
            while (line.seconds.size() > SECONDS) {
                line.seconds.removeFirst();
            }
            line.asked = listener.asked();
            line.decisions = listener.decisions();
        }
        lines.keySet().retainAll(names);
    }

    /// A listener that was opened anew counts from 0.
    private static Second since(Line line, ListenerState now) {
        if (now.asked() < line.asked) {
            return new Second(now.asked(), now.decisions());
        }
        var counts = new ArrayList<Long>();
        for (int i = 0; i < Decision.COUNT; i++) {
            counts.add(Math.max(0, now.decisions().get(i) - line.decisions.get(i)));
        }
        return new Second(now.asked() - line.asked, counts);
    }

    /// The seconds of a listener that are known, oldest first.
    List<Second> of(String listener) {
        Line line = lines.get(listener);
        return line == null ? List.of() : List.copyOf(line.seconds);
    }
}

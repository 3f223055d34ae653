package dev.unruly.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;

/// How deep and how large a document may be, with every alias written out: a file of a few lines
/// can stand for more nodes than there is memory.
final class YamlLimits {

    static final int MOST_ALIASES = 1_000;
    static final int MOST_DEPTH = 40;
    static final int MOST_NODES = 200_000;

    private final Map<Node, Extent> known = new HashMap<>();

    private YamlLimits() {}

    /// A document is beyond the limits.
    static final class Exceeded extends MarkedYamlEngineException {
        private static final long serialVersionUID = 1;

        Exceeded(String problem, Optional<Mark> at) {
            super("", Optional.empty(), problem, at);
        }
    }

    /// A parser that goes no deeper, and no further, than the limits. What comes after it may
    /// recurse.
    static final class BoundedParser implements Parser {

        private final Parser inner;
        private Optional<Mark> reached = Optional.empty();
        private int depth;
        private int nodes;

        BoundedParser(Parser inner) {
            this.inner = inner;
        }

        /// How far it has come.
        Optional<Mark> reached() {
            return reached;
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return inner.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return inner.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return inner.hasNext();
        }

        @Override
        public Event next() {
            Event event = inner.next();
            reached = event.getStartMark();
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> {
                    depth++;
                    nodes++;
                }
                case SequenceEnd, MappingEnd -> depth--;
                case Scalar, Alias -> nodes++;
                case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
            }
            require(depth, nodes, reached);
            return event;
        }
    }

    /// Checks a document with its aliases written out.
    static void check(Node root) {
        new YamlLimits().extent(root);
    }

    private record Extent(int depth, long nodes) {
        private static final Extent UNKNOWN_YET = new Extent(-1, 0);
    }

    private Extent extent(Node node) {
        Extent extent = known.get(node);
        if (extent != null && extent.depth() < 0) {
            throw new Exceeded("this refers to itself", node.getStartMark());
        }
        if (extent == null) {
            known.put(node, Extent.UNKNOWN_YET);
            extent = measured(node);
            require(extent.depth(), extent.nodes(), node.getStartMark());
            known.put(node, extent);
        }
        return extent;
    }

    private Extent measured(Node node) {
        int depth = 0;
        long nodes = 1;
        for (Node child : children(node)) {
            Extent extent = extent(child);
            depth = Math.max(depth, extent.depth());
            nodes += extent.nodes();
        }
        return new Extent(depth + 1, nodes);
    }

    private static List<Node> children(Node node) {
        return switch (node) {
            case SequenceNode list -> list.getValue();
            case MappingNode map ->
                    map.getValue().stream()
                            .flatMap(t -> List.of(t.getKeyNode(), t.getValueNode()).stream())
                            .toList();
            default -> List.of();
        };
    }

    private static void require(int depth, long nodes, Optional<Mark> at) {
        if (depth > MOST_DEPTH) {
            throw new Exceeded("this is nested more than " + MOST_DEPTH + " deep", at);
        }
        if (nodes > MOST_NODES) {
            throw new Exceeded("this is more than " + MOST_NODES + " values", at);
        }
    }
}

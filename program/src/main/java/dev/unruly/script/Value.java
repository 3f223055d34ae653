package dev.unruly.script;

import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A YAML node, where it stands and what it is called. What it is asked for and is not, it tells
/// the [Reading], and answers with something harmless, so that reading goes on and finds all
/// problems.
final class Value {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final int QUOTED_LENGTH = 60;

    private final Reading reading;
    private final String file;
    private final Node node;
    private final String label;

    Value(Reading reading, String file, Node node, String label) {
        this.reading = reading;
        this.file = file;
        this.node = node;
        this.label = label;
    }

    Reading reading() {
        return reading;
    }

    Node node() {
        return node;
    }

    /// What it is called in problems: the key it stands behind.
    String label() {
        return label;
    }

    Place at() {
        return Place.of(file, node.getStartMark());
    }

    /// The position of a character of the text, as far as the file shows it one to one.
    Place at(int offset) {
        if (!(node instanceof ScalarNode scalar) || scalar.getStartMark().isEmpty()) {
            return at();
        }
        int quote = scalar.isPlain() ? 0 : 1;
        Mark start = scalar.getStartMark().get();
        Mark end = scalar.getEndMark().orElse(start);
        String text = scalar.getValue();
        boolean asWritten =
                start.getLine() == end.getLine()
                        && end.getColumn() - start.getColumn() - 2 * quote
                                == text.codePointCount(0, text.length());
        int most = Math.min(offset, text.length());
        return asWritten ? at().plus(quote + text.codePointCount(0, most)) : at();
    }

    void wrong(String wrong, String right) {
        reading.wrong(at(), wrong, right);
    }

    void wrongText(String why, String right) {
        wrong(said() + " " + why, right);
    }

    /// The key and what is written there, for a problem.
    private String said() {
        return switch (node) {
            case ScalarNode scalar when empty() -> "`" + label + "` is empty, which";
            case ScalarNode scalar -> "`" + label + ": " + quoted(scalar.getValue()) + "`";
            default -> "`" + label + "`";
        };
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= QUOTED_LENGTH ? line : line.substring(0, QUOTED_LENGTH) + "…";
    }

    boolean isText() {
        return node instanceof ScalarNode && !empty();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /// Whether there is nothing, or `null`.
    boolean empty() {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getTag().equals(Tag.NULL);
    }

    /// Whether it is a text in quotes, which is a text whatever it looks like.
    boolean isQuoted() {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.PLAIN;
    }

    /// The text, whatever it looks like; a problem and an empty one when there is none.
    String text(String example) {
        if (node instanceof ScalarNode scalar && !empty()) {
            return scalar.getValue();
        }
        wrongText("is no text", "write " + example);
        return "";
    }

    /// A name that can stand in expectations and templates.
    String name(String example) {
        String text = text(example);
        if (!text.isEmpty() || isText()) {
            requireName(text, at(), reading);
        }
        return text;
    }

    static void requireName(String text, Place at, Reading reading) {
        if (!NAME.matcher(text).matches()) {
            reading.wrong(
                    at,
                    "`" + quoted(text) + "` is no name",
                    "begin with a letter, then letters, digits, - and _, at most 64");
        }
    }

    /// A length of time within bounds, in nanoseconds.
    long nanos(long least, String example) {
        String text = isText() ? text(example) : "";
        OptionalLong nanos = Units.nanos(text);
        if (nanos.isEmpty()) {
            boolean bare = Units.number(text).isPresent() && !text.startsWith("-");
            wrongText(
                    bare ? "has no unit" : "is no length of time",
                    "write " + (bare ? text + "s or " + text + "ms" : example));
            return Math.max(least, 1);
        }
        if (nanos.getAsLong() < least) {
            wrongText(least == 1 ? "must be more than 0" : "is too short", "write " + example);
            return Math.max(least, 1);
        }
        return nanos.getAsLong();
    }

    /// A fraction in [0, 1].
    Share share(String example) {
        String text = isText() ? text(example) : "";
        OptionalDouble share = Units.share(text);
        if (share.isEmpty()) {
            wrongText("is no share", "write " + example);
            return Share.NONE;
        }
        double value = share.getAsDouble();
        if (!(value >= 0 && value <= 1)) {
            boolean percentMeant = !text.endsWith("%") && value > 1 && value <= 100;
            wrongText(
                    "is not between 0% and 100%",
                    "write " + (percentMeant ? text + "% or " + value / 100 : example));
            return Share.NONE;
        }
        return new Share(value);
    }

    /// Events per second.
    double perSecond(String example) {
        String text = isText() ? text(example) : "";
        OptionalDouble rate = Units.perSecond(text);
        if (rate.isEmpty() || rate.getAsDouble() >= 1e9) {
            boolean bare = Units.number(text).isPresent() && !text.startsWith("-");
            wrongText(
                    bare ? "has no unit" : "is no rate", "write " + (bare ? text + "/s" : example));
            return 1;
        }
        return rate.getAsDouble();
    }

    /// Bits per second, more than 0.
    long bitsPerSecond(String example) {
        OptionalLong bits = Units.bitsPerSecond(isText() ? text(example) : "");
        if (bits.isEmpty() || bits.getAsLong() < 1) {
            wrongText("is no bandwidth", "write " + example);
            return 8;
        }
        return bits.getAsLong();
    }

    /// A number from `least` to `most`.
    double number(double least, double most, String example) {
        OptionalDouble number = Units.number(isText() ? text(example) : "");
        if (number.isEmpty()) {
            wrongText("is no number", "write " + example);
            return Math.max(least, 1);
        }
        if (!(number.getAsDouble() >= least && number.getAsDouble() <= most)) {
            wrongText("is out of range", "write " + example);
            return Math.max(least, 1);
        }
        return number.getAsDouble();
    }

    /// A whole number from `least` to `most`.
    long whole(long least, long most, String example) {
        OptionalLong whole = Units.whole(isText() ? text(example) : "");
        if (whole.isEmpty()) {
            wrongText("is no whole number", "write " + example);
            return Math.max(least, 1);
        }
        if (whole.getAsLong() < least || whole.getAsLong() > most) {
            wrongText("is out of range", "write a number from " + least + " to " + most);
            return Math.max(least, 1);
        }
        return whole.getAsLong();
    }

    /// `true` or `false`.
    boolean flag() {
        String text = isText() ? text("true") : "";
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        wrongText("is neither true nor false", "write true or false");
        return false;
    }

    /// One of some words; the first one when it is none of them.
    String word(Collection<String> words) {
        String text = isText() ? text("a word") : "";
        if (words.contains(text)) {
            return text;
        }
        wrongText("is not known here", Nearest.instead(text, words, "leave it out"));
        return words.iterator().next();
    }

    /// A mapping with keys that are known beforehand.
    Section section(String shape, String example) {
        return new Section(this, shape, example);
    }

    /// A mapping with keys of the user's own: each key once, with its value.
    Map<Value, Value> entries(String example) {
        if (!(node instanceof MappingNode map)) {
            wrongText("is no mapping", "write " + example);
            return Map.of();
        }
        var byText = new LinkedHashMap<String, Value>();
        var entries = new LinkedHashMap<Value, Value>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                reading.wrong(
                        Place.of(file, tuple.getKeyNode().getStartMark()),
                        "a key of `" + label + "` is no plain word",
                        "write " + example);
                continue;
            }
            var key = new Value(reading, file, scalar, label);
            Value first = byText.putIfAbsent(scalar.getValue(), key);
            if (first == null) {
                entries.put(key, new Value(reading, file, tuple.getValueNode(), scalar.getValue()));
            } else {
                key.wrong(
                        "`"
                                + scalar.getValue()
                                + "` stands here twice, first in line "
                                + first.at().line(),
                        "keep one of them");
            }
        }
        return entries;
    }

    /// The items of a list.
    List<Value> items(String example) {
        if (!(node instanceof SequenceNode list)) {
            wrongText("is no list", "write " + example);
            return List.of();
        }
        return itemsOf(list);
    }

    /// The items of a list, or the value itself as the only one.
    List<Value> oneOrMore() {
        return node instanceof SequenceNode list ? itemsOf(list) : List.of(this);
    }

    private List<Value> itemsOf(SequenceNode list) {
        var items = new ArrayList<Value>();
        for (Node item : list.getValue()) {
            items.add(new Value(reading, file, item, label));
        }
        return items;
    }
}

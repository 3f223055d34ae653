package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// An object in JSON on each line, whose fields a mapping names; fields within fields have their
/// names joined by points, of a list the first value counts.
final class JsonLine implements LineReader {

    private final HitFields fields = new HitFields();
    private final Map<String, Column> mapping;
    private final Consumer<String> unmapped;
    private final List<String> path = new ArrayList<>();
    private final JsonFactory factory =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(50)
                                    .maxNameLength(1_000)
                                    .build())
                    .build();

    JsonLine(Map<String, Column> mapping) {
        this(mapping, _ -> {});
    }

    private JsonLine(Map<String, Column> mapping, Consumer<String> unmapped) {
        this.mapping = Map.copyOf(mapping);
        this.unmapped = unmapped;
    }

    /// The names of the fields of the first line that is an object, for people; at most forty.
    static List<String> names(List<byte[]> lines) {
        var seen = new LinkedHashSet<String>();
        var reader = new JsonLine(Map.of(), seen::add);
        for (int i = 0; i < lines.size() && seen.isEmpty(); i++) {
            reader.read(lines.get(i), 0, lines.get(i).length, new Hit());
        }
        return seen.stream().limit(40).map(Shown::text).toList();
    }

    @Override
    public Flaw read(byte[] b, int from, int to, Hit hit) {
        if (from == to || b[from] != '{') {
            return Flaw.JSON;
        }
        fields.begin(hit);
        try (JsonParser parser = factory.createParser(b, from, to - from)) {
            parser.nextToken();
            path.clear();
            object(parser, hit);
            if (parser.nextToken() != null) {
                return Flaw.JSON;
            }
        } catch (IOException e) {
            return Flaw.JSON;
        }
        return fields.end(hit);
    }

    private void object(JsonParser parser, Hit hit) throws IOException {
        String prefix = path.isEmpty() ? "" : path.getLast() + ".";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix.isEmpty() ? parser.currentName() : prefix + parser.currentName();
            value(parser, parser.nextToken(), name, hit);
        }
    }

    private void value(JsonParser parser, JsonToken token, String name, Hit hit)
            throws IOException {
        if (token == JsonToken.START_OBJECT) {
            path.add(name);
            object(parser, hit);
            path.removeLast();
        } else if (token == JsonToken.START_ARRAY) {
            boolean first = true;
            for (JsonToken t = parser.nextToken();
                    t != JsonToken.END_ARRAY;
                    t = parser.nextToken()) {
                if (t == null) {
                    throw new IOException("a list without an end");
                }
                if (first && t.isScalarValue()) {
                    value(parser, t, name, hit);
                } else {
                    parser.skipChildren();
                }
                first = false;
            }
        } else if (token != JsonToken.VALUE_NULL) {
            Column column = mapping.get(name);
            if (column == null) {
                unmapped.accept(name);
            } else {
                take(parser.getText(), token.isNumeric(), column, hit);
            }
        }
    }

    private void take(String text, boolean number, Column column, Hit hit) {
        String plain =
                number && (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) && text.length() < 30
                        ? plain(text)
                        : text;
        // Quoted texts of JSON have been read already: a backslash that is left is one.
        byte[] bytes = plain.replace("\\", "\\\\").getBytes(StandardCharsets.UTF_8);
        if (column.kind() == Kind.HOST || bytes.length > 0) {
            fields.take(column, bytes, 0, bytes.length, hit);
        }
    }

    private static String plain(String number) {
        double value = Double.parseDouble(number);
        return Math.abs(value) < 1e15 && Math.abs(value) > 1e-12
                ? new java.math.BigDecimal(value)
                        .setScale(9, java.math.RoundingMode.HALF_EVEN)
                        .toPlainString()
                : number;
    }
}

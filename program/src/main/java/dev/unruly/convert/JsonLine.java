package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// An object in JSON on each line, whose fields a mapping names; fields within fields have their
/// names joined by points, of a list the first value counts.
final class JsonLine implements LineReader {

    /// An escape with an even number of backslashes before it.
    private static final Pattern HEX =
            Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*+)\\\\x([0-9a-fA-F]{2})");

    private final HitFields fields = new HitFields();
    private final Map<String, Column> mapping;
    private final Consumer<String> unmapped;
    private final List<String> path = new ArrayList<>();
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private boolean bytewise;
    private final JsonFactory factory =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
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

    /// What of a line is no part of a hit.
    HitFields fields() {
        return fields;
    }

    @Override
    public Flaw read(byte[] b, int from, int to, Hit hit) {
        if (from == to || b[from] != '{') {
            return Flaw.JSON;
        }
        if (!isUtf8(b, from, to)) {
            return mended(b, from, to, hit);
        }
        bytewise = false;
        try (JsonParser parser = factory.createParser(b, from, to - from)) {
            return read(parser, hit);
        } catch (IOException e) {
            return mended(b, from, to, hit);
        }
    }

    /// The parser of JSON takes codes that are longer than they need be, as `0xC0 0xAF` for `/`.
    private boolean isUtf8(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] < 0) {
                try {
                    utf8.decode(ByteBuffer.wrap(b, i, to - i));
                    return true;
                } catch (CharacterCodingException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private Flaw read(JsonParser parser, Hit hit) throws IOException {
        fields.begin(hit);
        parser.nextToken();
        path.clear();
        object(parser, hit);
        return parser.nextToken() == null ? fields.end(hit) : Flaw.JSON;
    }

    /// A `log_format` of nginx that looks like JSON but is not told `escape=json` has `\x22` in its
    /// texts, and one that is told so has bytes that are no UTF-8: read byte by byte, both are
    /// JSON.
    private Flaw mended(byte[] b, int from, int to, Hit hit) {
        String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
        String mended = HEX.matcher(text).replaceAll("$1\\\\u00$2");
        bytewise = true;
        try (JsonParser parser = factory.createParser(mended)) {
            return read(parser, hit);
        } catch (IOException e) {
            return Flaw.JSON;
        }
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
        byte[] bytes =
                bytewise && plain.chars().allMatch(c -> c < 256)
                        ? plain.getBytes(StandardCharsets.ISO_8859_1)
                        : plain.getBytes(StandardCharsets.UTF_8);
        if (column.kind() == Kind.HOST || bytes.length > 0) {
            fields.take(column, bytes, 0, bytes.length, hit);
        }
    }

    private static String plain(String number) {
        double value = Double.parseDouble(number);
        return Math.abs(value) < 1e15 && Math.abs(value) > 1e-12
                ? new java.math.BigDecimal(number)
                        .setScale(9, java.math.RoundingMode.HALF_EVEN)
                        .toPlainString()
                : number;
    }
}

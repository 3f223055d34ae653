package dev.unruly.world;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Header fields that never change, prepared once so that a connection can copy them.
public final class Block {

    /// A name and its value. Neither may hold a line break.
    public record Field(String name, String value) {

        public Field {
            if (!isName(name)) {
                throw new IllegalArgumentException("not a header name: \"" + name + "\"");
            }
            if (breaksLine(value)) {
                throw new IllegalArgumentException("a header value must not hold a line break");
            }
        }

        // Plain loops: a gateway keeps what it passes on, and streams would be half of its work.

        private static boolean isName(String name) {
            for (int i = 0; i < name.length(); i++) {
                if (!nameCharacter(name.charAt(i))) {
                    return false;
                }
            }
            return !name.isEmpty();
        }

        private static boolean nameCharacter(char c) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
            return letter || (c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
        }

        private static boolean breaksLine(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /// No fields.
    public static final Block EMPTY = new Block(List.of());

    private final List<Field> fields;
    private final byte[] http1;
    private final boolean closes;

    private Block(List<Field> fields) {
        this.fields = List.copyOf(fields);
        var text = new StringBuilder();
        for (Field field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        this.closes = this.fields.stream().anyMatch(Block::closes);
        this.http1 = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Prepares fields, in this order.
    public static Block of(List<Field> fields) {
        return fields.isEmpty() ? EMPTY : new Block(fields);
    }

    /// The fields, in order.
    public List<Field> fields() {
        return fields;
    }

    /// Whether they say that the connection closes afterwards.
    public boolean closes() {
        return closes;
    }

    private static boolean closes(Field field) {
        return field.name().equalsIgnoreCase("Connection")
                && field.value().equalsIgnoreCase("close");
    }

    /// The fields as HTTP/1.1 writes them, each line with its CRLF. Shared: must not be changed.
    public byte[] http1() {
        return http1;
    }
}

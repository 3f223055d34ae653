package dev.unruly.shop.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Decoded `name=value` pairs of a query or of a form; of a repeated name the first value counts.
public record Form(Map<String, String> values) {
    public static final Form EMPTY = new Form(Map.of());

    public Form {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// Reads `a=1&b=2`.
    ///
    /// @throws Malformed when an escape is broken or is not UTF-8
    public static Form parse(String encoded) throws Malformed {
        if (encoded.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.putIfAbsent(decode(name.replace('+', ' ')), decode(value.replace('+', ' ')));
        }
        return new Form(values);
    }

    /// Undoes percent-encoding (RFC 3986, section 2.1).
    static String decode(String encoded) throws Malformed {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.put(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low < 0) {
                throw new Malformed(400, "a broken percent escape");
            }
            if (high == 0 && low == 0) {
                throw new Malformed(400, "an escaped NUL");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed(400, "a percent escape that is not UTF-8", notUtf8);
        }
    }
}

package dev.unruly.learn;

import dev.unruly.model.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Numbers for methods and paths: an open-addressing table of keyed hashes, and the texts of as
/// many as fit. Beyond that a path is known by its structure alone, and beyond four times as many
/// structures by nothing.
final class Pages {

    /// All that fits nowhere.
    static final int OTHER = 0;

    private static final int LONGEST = 512;

    private static final String UNFIT = "\"<>\\^`{|}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final long key;
    private final int most;
    private final List<String> texts = new ArrayList<>();
    private long[] hashes = new long[1 << 12];
    private int[] codes = new int[1 << 12];
    private int used;
    private int structures;
    private long beyond;
    private boolean added;

    Pages(long key, int most) {
        this.key = key;
        this.most = most;
        texts.add("* /**");
    }

    /// The number of a method and the path `bytes[from, to)`.
    int code(Slice method, byte[] bytes, int from, int to) {
        added = false;
        long hash = hash(method, bytes, from, to);
        int code = find(hash);
        if (code >= 0) {
            return code;
        }
        if (texts.size() - structures <= most && to - from <= LONGEST) {
            return add(hash, method.text() + " " + text(bytes, from, to));
        }
        beyond++;
        String structure = structure(text(bytes, from, Math.min(to, from + LONGEST)));
        byte[] shape = structure.getBytes(StandardCharsets.UTF_8);
        hash = hash(method, shape, 0, shape.length);
        code = find(hash);
        if (code >= 0) {
            return code;
        }
        if (structures >= most / 4 + 64) {
            return OTHER;
        }
        structures++;
        return add(hash, method.text() + " " + structure);
    }

    /// The number that a path has already; −1: none.
    int known(Slice method, byte[] bytes, int from, int to) {
        return find(hash(method, bytes, from, to));
    }

    /// Whether the last call of [#code] made a new number.
    boolean added() {
        return added;
    }

    List<String> texts() {
        return texts;
    }

    /// How often a path was not kept as it is.
    long beyond() {
        return beyond;
    }

    private long hash(Slice method, byte[] bytes, int from, int to) {
        return Slice.hash(bytes, from, to, method.hash(key));
    }

    /// As it may stand in a URL (RFC 3986, 2005), so that it can be shown and written anywhere:
    /// what may not is percent-encoded, as whoever sent it should have done.
    private static String text(byte[] bytes, int from, int to) {
        var text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if (b <= ' ' || b >= 0x7f || UNFIT.indexOf(b) >= 0) {
                text.append('%').append(HEX.toHexDigits((byte) b));
            } else {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    /// The first segment, and a star for each that follows.
    private static String structure(String path) {
        var shape = new StringBuilder();
        String[] parts = path.split("/", 10);
        for (int i = 1; i < parts.length; i++) {
            boolean plain = i == 1 && !Patterns.varies(parts[i]);
            shape.append('/').append(plain ? parts[i] : "{id}");
        }
        return shape.isEmpty() ? "/{id}" : shape.toString();
    }

    private int find(long hash) {
        int mask = hashes.length - 1;
        for (int i = (int) hash & mask; codes[i] != 0; i = (i + 1) & mask) {
            if (hashes[i] == hash) {
                return codes[i] - 1;
            }
        }
        return -1;
    }

    private int add(long hash, String text) {
        if (2 * (used + 1) > hashes.length) {
            grow();
        }
        int code = texts.size();
        texts.add(text);
        put(hash, code + 1);
        used++;
        added = true;
        return code;
    }

    private void put(long hash, int value) {
        int mask = hashes.length - 1;
        int i = (int) hash & mask;
        while (codes[i] != 0) {
            i = (i + 1) & mask;
        }
        hashes[i] = hash;
        codes[i] = value;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldCodes = codes;
        hashes = new long[2 * oldHashes.length];
        codes = new int[2 * oldCodes.length];
        for (int i = 0; i < oldCodes.length; i++) {
            if (oldCodes[i] != 0) {
                put(oldHashes[i], oldCodes[i]);
            }
        }
    }
}

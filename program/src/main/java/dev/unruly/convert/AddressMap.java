package dev.unruly.convert;

import dev.unruly.model.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which region an address belongs to, as a file of the user says: ranges with a region each, the
/// longest prefix first. An address is only looked up; none is kept.
///
///     range,region
///     203.0.113.0/24,tokyo
///     2001:db8::/32,frankfurt
public final class AddressMap {

    private static final int MOST_PROBLEMS = 20;
    private static final int MOST = 2_000_000;
    private static final long MOST_BYTES = 256L << 20;
    private static final int LONGEST = 64;
    private static final String RIGHT = "write a range and a region, as in `203.0.113.0/24,tokyo`";

    /// An address of 128 bits; those of version 4 are `::ffff:a.b.c.d`.
    private record Bits(long high, long low) {

        Bits first(int bits) {
            long h = bits >= 64 ? high : bits == 0 ? 0 : high & (-1L << (64 - bits));
            long l = bits <= 64 ? 0 : bits == 128 ? low : low & (-1L << (128 - bits));
            return new Bits(h, l);
        }
    }

    /// By the length of the prefix, the longest first.
    private final TreeMap<Integer, Map<Bits, String>> ranges =
            new TreeMap<>((a, b) -> Integer.compare(b, a));

    private AddressMap() {}

    /// Reads a file.
    ///
    /// @throws IOException with words for people, all that is wrong at once
    public static AddressMap read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(
                    file + " has more than 256 MiB; ranges of one region may be one range");
        }
        var map = new AddressMap();
        var problems = new ArrayList<String>();
        int number = 0;
        int found = 0;
        try (InputStream in = Files.newInputStream(file)) {
            var blocks = new Blocks(in);
            while (blocks.next() && problems.size() < MOST_PROBLEMS && found <= MOST) {
                number++;
                int from = blocks.from();
                var line =
                        new String(
                                blocks.bytes(),
                                from,
                                blocks.tooLong() ? 0 : blocks.to() - from,
                                StandardCharsets.UTF_8);
                String wrong = blocks.tooLong() ? "is too long; " + RIGHT : map.line(line, number);
                if (!wrong.isEmpty()) {
                    problems.add(file + ":" + number + ": " + wrong);
                }
                found++;
            }
        }
        if (found > MOST) {
            problems.add(file + ": more than 2,000,000 lines; join ranges of one region");
        }
        if (problems.isEmpty() && map.ranges.isEmpty()) {
            problems.add(file + ": there is no range; " + RIGHT);
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("\n", problems));
        }
        return map;
    }

    /// What is wrong with a line, and what would be right; empty: nothing.
    private String line(String text, int number) {
        String bare = text.replace("\uFEFF", "").strip();
        if (bare.isEmpty()
                || bare.startsWith("#")
                || (number == 1 && bare.equals("range,region"))) {
            return "";
        }
        String[] cells = bare.split(",", -1);
        if (cells.length != 2) {
            return "`" + Shown.text(shortened(bare)) + "` is not two fields; " + RIGHT;
        }
        String region = unquoted(cells[1]);
        String range = unquoted(cells[0]);
        if (region.isEmpty() || region.length() > LONGEST || !region.equals(Shown.text(region))) {
            return "a region needs a name of at most 64 characters; " + RIGHT;
        }
        int slash = range.indexOf('/');
        String address = slash < 0 ? range : range.substring(0, slash);
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        Optional<Bits> bits = bits(bytes, 0, bytes.length);
        if (bits.isEmpty() || address.startsWith("[")) {
            return "`" + Shown.text(shortened(range)) + "` is no range of addresses; " + RIGHT;
        }
        boolean four = address.indexOf(':') < 0;
        int most = four ? 32 : 128;
        int length = slash < 0 ? most : length(range.substring(slash + 1));
        if (length < 0 || length > most) {
            return "`%s` has no prefix from 0 to %d; %s"
                    .formatted(Shown.text(shortened(range)), most, RIGHT);
        }
        int whole = four ? 96 + length : length;
        Bits first = bits.get().first(whole);
        if (!first.equals(bits.get())) {
            return "`%s` has bits behind its prefix; write %s"
                    .formatted(Shown.text(range), text(first, four) + "/" + length);
        }
        Map<Bits, String> same = ranges.computeIfAbsent(whole, _ -> new HashMap<>());
        String before = same.putIfAbsent(first, region);
        return before == null || before.equals(region)
                ? ""
                : "`%s` was given before, for %s; remove one of them"
                        .formatted(Shown.text(range), before);
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String unquoted(String cell) {
        String bare = cell.strip();
        boolean quoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
        return quoted ? bare.substring(1, bare.length() - 1).strip() : bare;
    }

    private static int length(String digits) {
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private static String text(Bits bits, boolean four) {
        var text = new StringBuilder();
        for (int i = 0; i < 4 && four; i++) {
            text.append(i > 0 ? "." : "").append(bits.low() >>> (24 - 8 * i) & 0xff);
        }
        for (int i = 0; i < 8 && !four; i++) {
            long half = i < 4 ? bits.high() : bits.low();
            text.append(i > 0 ? ":" : "")
                    .append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xffff));
        }
        return text.toString();
    }

    /// The region of an address; empty: no range has it, or it is no address.
    public String region(Slice address) {
        Optional<Bits> bits = bits(address.bytes(), address.from(), address.to());
        if (bits.isPresent()) {
            for (Map.Entry<Integer, Map<Bits, String>> length : ranges.entrySet()) {
                String region = length.getValue().get(bits.get().first(length.getKey()));
                if (region != null) {
                    return region;
                }
            }
        }
        return "";
    }

    /// An address of either version, also with a port or a zone.
    private static Optional<Bits> bits(byte[] b, int from, int to) {
        int start = from;
        int end = to;
        if (start < end && b[start] == '[') {
            start++;
            int close = start;
            while (close < end && b[close] != ']') {
                close++;
            }
            end = close;
        }
        int colons = 0;
        int points = 0;
        for (int i = start; i < end; i++) {
            if (b[i] == '%') {
                end = i;
            } else {
                colons += b[i] == ':' ? 1 : 0;
                points += b[i] == '.' ? 1 : 0;
            }
        }
        if (points == 3 && colons <= 1) {
            long four = four(b, start, colons == 0 ? end : before(b, start, end));
            return four < 0 ? Optional.empty() : Optional.of(mapped(four));
        }
        return colons < 2 ? Optional.empty() : six(b, start, end, points == 3);
    }

    private static Bits mapped(long four) {
        return new Bits(0, 0xffff_0000_0000L | four);
    }

    private static int before(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] != ':') {
            i++;
        }
        return i;
    }

    /// The 32 bits of `a.b.c.d`; −1: it is none.
    private static long four(byte[] b, int from, int to) {
        long all = 0;
        int part = -1;
        int parts = 0;
        for (int i = from; i <= to; i++) {
            if (i == to || b[i] == '.') {
                if (part < 0 || part > 255) {
                    return -1;
                }
                all = all << 8 | part;
                part = -1;
                parts++;
            } else if (b[i] >= '0' && b[i] <= '9') {
                part = Math.max(0, part) * 10 + b[i] - '0';
                if (part > 255) {
                    return -1;
                }
            } else {
                return -1;
            }
        }
        return parts == 4 ? all : -1;
    }

    private static Optional<Bits> six(byte[] b, int from, int to, boolean withFour) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = from;
        if (to - from >= 2 && b[from] == ':' && b[from + 1] == ':') {
            gap = 0;
            i = from + 2;
        }
        while (i < to) {
            int end = before(b, i, to);
            boolean last = end == to;
            if (last && withFour) {
                long four = four(b, i, to);
                if (four < 0 || count > 6) {
                    return Optional.empty();
                }
                groups[count++] = (int) (four >>> 16);
                groups[count++] = (int) (four & 0xffff);
                break;
            }
            int group = group(b, i, end);
            if (group < 0 || count == 8) {
                return Optional.empty();
            }
            groups[count++] = group;
            i = end + 1;
            if (!last && i < to && b[i] == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                i++;
            } else if (!last && i == to) {
                return Optional.empty();
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return Optional.empty();
        }
        long[] halves = new long[2];
        for (int g = 0; g < 8; g++) {
            int place = gap < 0 || g < gap ? g : g - (8 - count);
            boolean zero = gap >= 0 && g >= gap && g < gap + 8 - count;
            halves[g / 4] = halves[g / 4] << 16 | (zero ? 0 : groups[place]);
        }
        return Optional.of(new Bits(halves[0], halves[1]));
    }

    private static int group(byte[] b, int from, int to) {
        if (from == to || to - from > 4) {
            return -1;
        }
        int group = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            group = group << 4 | digit;
        }
        return group;
    }
}

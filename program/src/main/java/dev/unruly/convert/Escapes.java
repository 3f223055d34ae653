package dev.unruly.convert;

/// Takes the escapes out of a quoted text of nginx or Apache: `\"`, `\\`, `\n`, `\x1B`, `\u001b`.
final class Escapes {

    private Escapes() {}

    /// Writes what `b[from, end)` means to `to`, which has room for as many bytes; where it ends.
    static int plain(byte[] b, int from, int end, byte[] to, int start) {
        int used = start;
        int i = from;
        while (i < end) {
            int c = b[i++];
            if (c != '\\' || i == end) {
                to[used++] = (byte) c;
                continue;
            }
            c = b[i++];
            int digits = c == 'x' ? 2 : c == 'u' ? 4 : 0;
            int value = digits == 0 ? -1 : hex(b, i, end, digits);
            if (value < 0) {
                to[used++] = (byte) control(c);
                continue;
            }
            i += digits;
            used = digits == 2 ? one(value, to, used) : utf8(value, to, used);
        }
        return used;
    }

    private static int control(int c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> 0x0b;
            default -> c;
        };
    }

    private static int hex(byte[] b, int from, int end, int digits) {
        if (from + digits > end) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static int one(int value, byte[] to, int at) {
        to[at] = (byte) value;
        return at + 1;
    }

    /// At most three bytes of the six that were read.
    private static int utf8(int c, byte[] to, int at) {
        if (c < 0x80) {
            return one(c, to, at);
        }
        int next = at;
        if (c < 0x800) {
            next = one(0xc0 | (c >> 6), to, next);
        } else {
            next = one(0xe0 | (c >> 12), to, next);
            next = one(0x80 | ((c >> 6) & 0x3f), to, next);
        }
        return one(0x80 | (c & 0x3f), to, next);
    }
}

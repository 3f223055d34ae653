package dev.unruly.convert;

import java.util.Arrays;

/// Takes out of a value what CloudFront and IIS do to it, for their fields are split at tabs and
/// spaces.
final class Percents {

    private Percents() {}

    /// CloudFront writes bytes that are not plain as `%20`, and of a percent sign that came with
    /// two digits `%25`: a URL gets back what was sent.
    static byte[] sent(byte[] b, int from, int to) {
        byte[] out = new byte[to - from];
        int used = 0;
        for (int i = from; i < to; i++) {
            boolean twice =
                    b[i] == '%'
                            && i + 4 < to
                            && b[i + 1] == '2'
                            && b[i + 2] == '5'
                            && digit(b, i + 3)
                            && digit(b, i + 4);
            out[used++] = b[i];
            i += twice ? 2 : 0;
        }
        return Arrays.copyOf(out, used);
    }

    /// Of a header that is text: until no escape is left, at most twice.
    static byte[] text(byte[] b, int from, int to) {
        byte[] once = decoded(b, from, to);
        return decoded(once, 0, once.length);
    }

    private static byte[] decoded(byte[] b, int from, int to) {
        byte[] out = new byte[to - from];
        int used = 0;
        for (int i = from; i < to; i++) {
            if (b[i] == '%' && i + 2 < to && digit(b, i + 1) && digit(b, i + 2)) {
                out[used++] =
                        (byte) (Character.digit(b[i + 1], 16) * 16 + Character.digit(b[i + 2], 16));
                i += 2;
            } else {
                out[used++] = b[i];
            }
        }
        return Arrays.copyOf(out, used);
    }

    private static boolean digit(byte[] b, int at) {
        return Character.digit(b[at], 16) >= 0;
    }

    /// IIS writes a space as `+`, and leaves a plus as it is: it cannot be told from one.
    static byte[] plus(byte[] b, int from, int to) {
        byte[] out = Arrays.copyOfRange(b, from, to);
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] == '+' ? (byte) ' ' : out[i];
        }
        return out;
    }
}

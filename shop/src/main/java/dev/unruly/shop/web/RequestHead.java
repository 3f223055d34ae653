package dev.unruly.shop.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first line and the header fields of a request, by RFC 9112 in its strict reading: whatever
/// two readers could understand differently is refused.
record RequestHead(
        String method,
        String path,
        Form query,
        Headers headers,
        Framing framing,
        boolean keepAlive) {

    /// How the end of the body is known (RFC 9112, section 6.3).
    sealed interface Framing {
        record Counted(int bytes) implements Framing {}

        record Chunked() implements Framing {}
    }

    boolean wantsToBeAsked() {
        return headers.lists("expect", "100-continue");
    }

    static RequestHead parse(byte[] head, Limits limits) throws Malformed {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r\n");
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !token(words[0])) {
            throw new Malformed(400, "a broken request line");
        }
        boolean old = words[2].equals("HTTP/1.0");
        if (!old && !words[2].equals("HTTP/1.1")) {
            boolean http = words[2].startsWith("HTTP/");
            throw new Malformed(http ? 505 : 400, "not HTTP/1.1 nor HTTP/1.0");
        }
        Headers headers = fields(lines, limits);
        if (!old && headers.all("host").size() != 1) {
            throw new Malformed(400, "not exactly one Host");
        }
        Optional<String> expect = headers.first("expect");
        if (expect.isPresent() && !expect.get().equalsIgnoreCase("100-continue")) {
            throw new Malformed(417, "an expectation other than 100-continue");
        }
        String target = origin(words[0], words[1]);
        int mark = target.indexOf('?');
        boolean keepAlive =
                old
                        ? headers.lists("connection", "keep-alive")
                        : !headers.lists("connection", "close");
        return new RequestHead(
                words[0],
                Form.decode(mark < 0 ? target : target.substring(0, mark)),
                mark < 0 ? Form.EMPTY : Form.parse(target.substring(mark + 1)),
                headers,
                framing(headers, old, limits),
                keepAlive);
    }

    /// Path and query of the target; a proxy's absolute form loses scheme and authority.
    private static String origin(String method, String target) throws Malformed {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                throw new Malformed(400, "a target with characters that must be escaped");
            }
        }
        int fragment = target.indexOf('#');
        String whole = fragment < 0 ? target : target.substring(0, fragment);
        if (whole.startsWith("/") || (whole.equals("*") && method.equals("OPTIONS"))) {
            return whole;
        }
        if (whole.startsWith("http://") || whole.startsWith("https://")) {
            int authority = whole.indexOf("//") + 2;
            int path = whole.indexOf('/', authority);
            return path < 0 ? "/" : whole.substring(path);
        }
        throw new Malformed(400, "a target that is no path");
    }

    private static Headers fields(String[] lines, Limits limits) throws Malformed {
        if (lines.length - 1 > limits.headerFields()) {
            throw new Malformed(431, "more than " + limits.headerFields() + " header fields");
        }
        List<Header> fields = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1 || !token(lines[i].substring(0, colon))) {
                throw new Malformed(400, "a broken header field");
            }
            fields.add(
                    new Header(
                            lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new Headers(fields);
    }

    private static Framing framing(Headers headers, boolean old, Limits limits) throws Malformed {
        List<String> codings = headers.all("transfer-encoding");
        List<String> lengths = headers.all("content-length");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || old) {
                throw new Malformed(400, "a Transfer-Encoding beside another framing");
            }
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new Malformed(501, "a transfer coding other than chunked");
            }
            return new Framing.Chunked();
        }
        if (lengths.isEmpty()) {
            return new Framing.Counted(0);
        }
        String length = lengths.getFirst();
        if (lengths.size() != 1
                || length.isEmpty()
                || !length.chars().allMatch(RequestHead::digit)) {
            throw new Malformed(400, "a broken Content-Length");
        }
        if (length.length() > 9 || Integer.parseInt(length) > limits.bodyBytes()) {
            throw new Malformed(413, "a body of more than " + limits.bodyBytes() + " bytes");
        }
        return new Framing.Counted(Integer.parseInt(length));
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    /// RFC 9110, section 5.6.2.
    private static boolean token(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c ->
                                digit(c)
                                        || (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}

package dev.unruly.engine;

import dev.unruly.world.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// The cookies among a user's [Belongings]: RFC 6265 as far as one host needs it, with paths and
/// expiry, without domains. Bounded: at most [#MOST] cookies of at most 4 KB each; a new one pushes
/// the oldest out.
///
/// An entry holds: the name's length and the name, the path's length and the path, the run's second
/// at which it expires (four bytes, 0: with the user), the value.
final class Cookies {

    /// The least that RFC 6265 section 6.1 asks a browser to keep per host.
    static final int MOST = 50;

    private static final int LARGEST = 4_096;
    private static final int LONGEST_PATH = 255;

    /// The year 2000: without a `Date` to compare with, what expires before it has expired.
    private static final long LONG_AGO_SECONDS = 946_684_800L;

    private Cookies() {}

    /// Takes what an answer sets.
    ///
    /// @param target of the request that was answered
    static void receive(
            Belongings jar, Fields fields, CharSequence target, long nowNanos, Ink scratch) {
        int at = fields.find("set-cookie", 0);
        while (at >= 0) {
            receiveOne(jar, fields, fields.value(at).toString(), target, nowNanos, scratch);
            at = fields.find("set-cookie", at + 1);
        }
    }

    /// Writes `name=value; name=value` of all cookies that belong to a target. Returns whether
    /// there was any.
    static boolean send(Belongings jar, Ink to, CharSequence target, long nowNanos) {
        boolean any = false;
        int at = jar.next(Belongings.COOKIE, 0);
        while (at >= 0) {
            if (belongs(jar, at, target) && !expired(jar, at, nowNanos)) {
                if (any) {
                    to.put("; ");
                }
                any = true;
                int name = jar.start(at) + 1;
                to.put(jar.array(), name, nameLength(jar, at));
                to.put('=');
                int value = valueStart(jar, at);
                to.put(jar.array(), value, jar.start(at) + jar.size(at) - value);
            }
            at = jar.next(Belongings.COOKIE, jar.after(at));
        }
        return any;
    }

    /// The value of the first cookie of this name.
    static Optional<String> value(Belongings jar, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int at = jar.next(Belongings.COOKIE, 0);
        while (at >= 0) {
            if (named(jar, at, wanted, 0, wanted.length)) {
                int value = valueStart(jar, at);
                int length = jar.start(at) + jar.size(at) - value;
                return Optional.of(new String(jar.array(), value, length, StandardCharsets.UTF_8));
            }
            at = jar.next(Belongings.COOKIE, jar.after(at));
        }
        return Optional.empty();
    }

    private static void receiveOne(
            Belongings jar,
            Fields fields,
            String text,
            CharSequence target,
            long nowNanos,
            Ink scratch) {
        int end = text.indexOf(';') < 0 ? text.length() : text.indexOf(';');
        int equals = text.indexOf('=');
        if (equals <= 0 || equals > end) {
            return;
        }
        String name = text.substring(0, equals).strip();
        String value = text.substring(equals + 1, end).strip();
        String path = attribute(text, end, "path");
        if (path.isEmpty() || path.charAt(0) != '/') {
            path = defaultPath(target);
        }
        long livesSeconds = livesSeconds(text, end, fields);
        if (name.isEmpty() || name.length() > 255 || path.length() > LONGEST_PATH) {
            return;
        }
        scratch.clear();
        scratch.put(name.length());
        scratch.put(name);
        scratch.put(path.length());
        scratch.put(path);
        int key = scratch.length();
        long expiry =
                livesSeconds == Long.MAX_VALUE ? 0 : nowNanos / Nanos.PER_SECOND + livesSeconds;
        putInt(scratch, Math.clamp(expiry, 0, Integer.MAX_VALUE));
        scratch.put(value);
        if (scratch.length() <= LARGEST) {
            store(jar, scratch, key, livesSeconds > 0);
        }
    }

    private static void store(Belongings jar, Ink entry, int keyLength, boolean lives) {
        int cookies = 0;
        int oldest = -1;
        int at = jar.next(Belongings.COOKIE, 0);
        while (at >= 0) {
            if (sameKey(jar, at, entry, keyLength)) {
                if (lives && jar.size(at) == entry.length()) {
                    System.arraycopy(entry.array(), 0, jar.array(), jar.start(at), entry.length());
                    return;
                }
                jar.remove(at);
                at = jar.next(Belongings.COOKIE, at);
            } else {
                cookies++;
                oldest = oldest < 0 ? at : oldest;
                at = jar.next(Belongings.COOKIE, jar.after(at));
            }
        }
        if (cookies >= MOST) {
            jar.remove(oldest);
        }
        if (lives) {
            jar.append(Belongings.COOKIE, entry.array(), 0, entry.length());
        }
    }

    private static boolean sameKey(Belongings jar, int at, Ink entry, int keyLength) {
        if (jar.size(at) < keyLength) {
            return false;
        }
        int start = jar.start(at);
        for (int i = 0; i < keyLength; i++) {
            if (jar.array()[start + i] != entry.array()[i]) {
                return false;
            }
        }
        return true;
    }

    /// How long a cookie lives: `Max-Age`, else `Expires` by the server's own clock;
    /// Long.MAX_VALUE: as long as the user; 0 or less: it is to be deleted.
    private static long livesSeconds(String text, int from, Fields fields) {
        String age = attribute(text, from, "max-age");
        if (age.matches("-?\\d{1,10}")) {
            return Long.parseLong(age);
        }
        OptionalLong expires = CookieDate.parse(attribute(text, from, "expires"));
        if (expires.isEmpty()) {
            return Long.MAX_VALUE;
        }
        int date = fields.find("date", 0);
        OptionalLong now =
                date < 0 ? OptionalLong.empty() : CookieDate.parse(fields.value(date).toString());
        if (now.isPresent()) {
            return expires.getAsLong() - now.getAsLong();
        }
        return expires.getAsLong() < LONG_AGO_SECONDS ? 0 : Long.MAX_VALUE;
    }

    private static String attribute(String text, int from, String name) {
        int at = from;
        while (at >= 0 && at < text.length()) {
            int next = text.indexOf(';', at + 1);
            String part = text.substring(at + 1, next < 0 ? text.length() : next);
            int equals = part.indexOf('=');
            if (equals >= 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return part.substring(equals + 1).strip();
            }
            at = next;
        }
        return "";
    }

    /// RFC 6265 section 5.1.4: the target's folder.
    private static String defaultPath(CharSequence target) {
        int last = 0;
        for (int i = 0; i < target.length() && target.charAt(i) != '?'; i++) {
            if (target.charAt(i) == '/') {
                last = i;
            }
        }
        return last == 0 ? "/" : target.subSequence(0, last).toString();
    }

    /// RFC 6265 section 5.1.4: the path is the target's, or a folder above it.
    private static boolean belongs(Belongings jar, int at, CharSequence target) {
        int lengthAt = jar.start(at) + 1 + nameLength(jar, at);
        int length = jar.array()[lengthAt] & 0xff;
        if (length == 1) {
            return true;
        }
        if (target.length() < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (target.charAt(i) != (jar.array()[lengthAt + 1 + i] & 0xff)) {
                return false;
            }
        }
        return target.length() == length
                || target.charAt(length) == '/'
                || target.charAt(length) == '?'
                || jar.array()[lengthAt + length] == '/';
    }

    private static boolean expired(Belongings jar, int at, long nowNanos) {
        int from = valueStart(jar, at) - 4;
        int expiry = 0;
        for (int i = 0; i < 4; i++) {
            expiry = (expiry << 8) | (jar.array()[from + i] & 0xff);
        }
        return expiry != 0 && nowNanos / Nanos.PER_SECOND >= expiry;
    }

    private static boolean named(Belongings jar, int at, byte[] name, int from, int count) {
        if (nameLength(jar, at) != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (jar.array()[jar.start(at) + 1 + i] != name[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int nameLength(Belongings jar, int at) {
        return jar.array()[jar.start(at)] & 0xff;
    }

    private static int valueStart(Belongings jar, int at) {
        int path = jar.start(at) + 1 + nameLength(jar, at);
        return path + 1 + (jar.array()[path] & 0xff) + 4;
    }

    private static void putInt(Ink to, int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            to.put(number >> shift);
        }
    }
}

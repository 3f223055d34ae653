package dev.unruly.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What one user carries: the values of variables and the cookies, as bytes in one array, so that a
/// million users are a million small arrays and not ten million objects.
///
/// An entry is a key of two bytes, a length of two bytes, and so many bytes. Keys below [#COOKIE]
/// are variables; [Cookies] knows what is inside a cookie's entry.
final class Belongings {

    /// The key of cookies' entries.
    static final int COOKIE = 0xffff;

    /// The longest value that is carried.
    static final int LONGEST = 16_384;

    private static final int HEAD = 4;
    private static final int STEP = 16;
    private static final byte[] NOTHING = {};

    private byte[] held = NOTHING;
    private int used;

    /// The place of a variable's value, or -1.
    int find(int variable) {
        return next(variable, 0);
    }

    /// The place of the first entry of this key at or after a place; -1: none.
    int next(int key, int from) {
        int at = from;
        while (at < used) {
            if (key(at) == key) {
                return at;
            }
            at = after(at);
        }
        return -1;
    }

    /// The place of the entry that follows.
    int after(int at) {
        return at + HEAD + size(at);
    }

    /// How many bytes the entry at a place holds.
    int size(int at) {
        return ((held[at + 2] & 0xff) << 8) | (held[at + 3] & 0xff);
    }

    /// Where the entry's bytes begin in [#array].
    int start(int at) {
        return at + HEAD;
    }

    /// The bytes of all entries; valid until something changes.
    byte[] array() {
        return held;
    }

    /// How many bytes all entries take.
    int used() {
        return used;
    }

    /// A variable's value as text, empty when it is not set.
    String text(int variable) {
        int at = find(variable);
        return at < 0 ? "" : new String(held, start(at), size(at), StandardCharsets.UTF_8);
    }

    /// Sets a variable.
    void set(int variable, byte[] from, int start, int count) {
        int at = find(variable);
        if (at >= 0 && size(at) == count) {
            System.arraycopy(from, start, held, start(at), count);
            return;
        }
        if (at >= 0) {
            remove(at);
        }
        append(variable, from, start, count);
    }

    /// Adds an entry at the end.
    void append(int key, byte[] from, int start, int count) {
        if (count > LONGEST) {
            throw new IllegalArgumentException("a value of " + count + " bytes is too long");
        }
        int needed = used + HEAD + count;
        if (needed > held.length) {
            held = Arrays.copyOf(held, (needed + STEP - 1) / STEP * STEP);
        }
        held[used] = (byte) (key >> 8);
        held[used + 1] = (byte) key;
        held[used + 2] = (byte) (count >> 8);
        held[used + 3] = (byte) count;
        System.arraycopy(from, start, held, used + HEAD, count);
        used = needed;
    }

    /// Takes an entry away; those behind it move up.
    void remove(int at) {
        int behind = after(at);
        System.arraycopy(held, behind, held, at, used - behind);
        used -= behind - at;
    }

    /// Makes this carry what another carries.
    void copyFrom(Belongings other) {
        clear();
        if (other.used > held.length) {
            held = new byte[(other.used + STEP - 1) / STEP * STEP];
        }
        System.arraycopy(other.held, 0, held, 0, other.used);
        used = other.used;
    }

    /// Gives away the bytes of all entries, of which the first [#used] count, and has nothing then.
    byte[] putDown() {
        byte[] given = held;
        held = NOTHING;
        used = 0;
        return given;
    }

    /// Has from now on what was [#putDown].
    void takeUp(byte[] given, int count) {
        held = given;
        used = count;
    }

    /// Forgets everything but keeps its memory, unless it has grown unusually large.
    void clear() {
        used = 0;
        if (held.length > 1_024) {
            held = NOTHING;
        }
    }

    private int key(int at) {
        return ((held[at] & 0xff) << 8) | (held[at + 1] & 0xff);
    }
}

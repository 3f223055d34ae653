package dev.unruly.forall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Where a property gets its case from. Every choice is recorded as a number from 0 upwards, and
/// the smaller a number the simpler what it stands for; played back after the record's end, every
/// choice is 0.
public final class Draw {

    private final SplittableRandom random;
    private final long[] played;
    private final int playedSize;
    private long[] record = new long[16];
    private int size;
    private final List<String> notes = new ArrayList<>();

    /// A new case.
    Draw(SplittableRandom random) {
        this.random = random;
        this.played = new long[0];
        this.playedSize = -1;
    }

    /// The case of a record.
    Draw(long[] played) {
        this.random = new SplittableRandom(0);
        this.played = played;
        this.playedSize = played.length;
    }

    /// A whole number in [least, most]; both ends come up often. Shrinks towards `least`.
    public long between(long least, long most) {
        if (most < least) {
            throw new IllegalArgumentException("nothing in [" + least + ", " + most + "]");
        }
        return least + choice(most - least);
    }

    /// A whole number in [least, most]; both ends come up often. Shrinks towards `least`.
    public int between(int least, int most) {
        return (int) between((long) least, most);
    }

    /// A whole number from 0 to 2^bits − 1, bits up to 63; every length alike. Shrinks towards 0.
    public long ofBits(int bits) {
        int length = between(0, bits);
        return length == 0 ? 0 : between(0L, -1L >>> (64 - length));
    }

    /// A number in [0, 1). Shrinks towards 0.
    public double share() {
        return between(0L, (1L << 53) - 1) * 0x1.0p-53;
    }

    /// One of these. Shrinks towards the first.
    @SafeVarargs
    public final <T> T oneOf(T... things) {
        return things[between(0, things.length - 1)];
    }

    /// Either. Shrinks towards false.
    public boolean coin() {
        return between(0, 1) == 1;
    }

    /// Up to `most` things. Shrinks towards none, and each towards simpler.
    public <T> List<T> list(int most, Function<Draw, T> thing) {
        var list = new ArrayList<T>();
        // One choice before each thing, so that cutting it out of the record leaves a valid one.
        while (list.size() < most && between(0, 15) > 0) {
            list.add(thing.apply(this));
        }
        return list;
    }

    /// Says something about the case, printed if it fails. Returns the value.
    public <T> T note(String name, T value) {
        notes.add(name + " = " + value);
        return value;
    }

    List<String> notes() {
        return notes;
    }

    long[] record() {
        return Arrays.copyOf(record, size);
    }

    /// A number in [0, most], where `most` is not negative.
    private long choice(long most) {
        if (most < 0) {
            throw new IllegalArgumentException("range too wide by " + most);
        }
        long value;
        if (playedSize >= 0) {
            value = size < playedSize ? Math.min(played[size], most) : 0;
        } else {
            value =
                    switch (random.nextInt(16)) {
                        case 0 -> 0;
                        case 1 -> most;
                        default ->
                                most == Long.MAX_VALUE
                                        ? random.nextLong() >>> 1
                                        : random.nextLong(most + 1);
                    };
        }
        if (size == record.length) {
            record = Arrays.copyOf(record, 2 * size);
        }
        record[size++] = value;
        return value;
    }
}

package dev.unruly.chance;

/// A fingerprint of a set of records: the sum modulo 2¹²⁸ of each record's 128-bit hash.
///
/// A sum has no order, so parts digested on different loops or machines add up to the digest of the
/// whole ([#merge]). Records are written field by field:
/// `digest.begin(USER).field(number).field(startNanos).end()`. The hash is MurmurHash3 x64 128
/// (Austin Appleby, 2011) over the fields as little-endian 64-bit words; it guards against
/// accidents, not against malice.
///
/// Mutable and not thread-safe: one per loop. Writing a record allocates nothing.
public final class Digest {

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long sumHigh;
    private long sumLow;
    private long records;

    private boolean open;
    private long first;
    private long second;
    private long words;
    private long waiting;

    /// Starts a record; `kind` parts records of different shape.
    public Digest begin(long kind) {
        if (open) {
            throw new IllegalStateException("the record before has no end()");
        }
        open = true;
        first = 0;
        second = 0;
        words = 0;
        return field(kind);
    }

    /// Adds a whole number to the record.
    public Digest field(long value) {
        requireOpen();
        if ((words++ & 1) == 0) {
            waiting = value;
        } else {
            block(waiting, value);
        }
        return this;
    }

    /// Adds a number to the record. Both zeros count as one, all NaN as one.
    public Digest field(double value) {
        return field(Double.doubleToLongBits(value + 0.0));
    }

    /// Adds a text to the record: its length, then its UTF-16 units, four to a word.
    public Digest field(CharSequence text) {
        int length = text.length();
        field((long) length);
        for (int from = 0; from < length; from += 4) {
            long word = 0;
            int to = Math.min(from + 4, length);
            for (int i = from; i < to; i++) {
                word |= (long) text.charAt(i) << (16 * (i - from));
            }
            field(word);
        }
        return this;
    }

    /// Ends the record and adds it to the sum.
    public void end() {
        requireOpen();
        if ((words & 1) == 1) {
            first ^= scramble1(waiting);
        }
        long bytes = words * Long.BYTES;
        long h1 = first ^ bytes;
        long h2 = second ^ bytes;
        h1 += h2;
        h2 += h1;
        h1 = finish(h1);
        h2 = finish(h2);
        h1 += h2;
        h2 += h1;
        add(h1, h2);
        records++;
        open = false;
    }

    /// Adds all records of another digest.
    public void merge(Digest other) {
        add(other.sumHigh, other.sumLow);
        records += other.records;
    }

    /// The fingerprint so far.
    public Key128 sum() {
        return new Key128(sumHigh, sumLow);
    }

    /// How many records were added.
    public long records() {
        return records;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("no record was begun");
        }
    }

    private void add(long high, long low) {
        long sum = sumLow + low;
        sumHigh += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        sumLow = sum;
    }

    private void block(long k1, long k2) {
        long h1 = first ^ scramble1(k1);
        h1 = Long.rotateLeft(h1, 27) + second;
        first = h1 * 5 + 0x52dce729;
        long h2 = second ^ scramble2(k2);
        h2 = Long.rotateLeft(h2, 31) + first;
        second = h2 * 5 + 0x38495ab5;
    }

    private static long scramble1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long scramble2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long h) {
        long k = h;
        k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}

package dev.unruly.stats;

import java.io.ByteArrayOutputStream;

/// The sparse form of [Latencies]: version, scale, zeros, how many buckets are filled; unless
/// empty, least, most and the sum's halves; then each filled bucket's distance from the one before
/// and its count. All numbers are varints.
final class LatenciesBytes {

    private static final int VERSION = 1;
    private static final int SCALE = 5;

    private LatenciesBytes() {}

    static byte[] write(Latencies latencies) {
        int filled = 0;
        for (int b = latencies.firstBucket(); b < latencies.endBucket(); b++) {
            filled += latencies.inBucket(b) > 0 ? 1 : 0;
        }
        var out = new ByteArrayOutputStream(32 + 3 * filled);
        out.write(VERSION);
        out.write(SCALE);
        Varints.write(out, latencies.zeros());
        Varints.write(out, filled);
        if (!latencies.isEmpty()) {
            Varints.write(out, latencies.least());
            Varints.write(out, latencies.most());
            Varints.write(out, latencies.sumHigh());
            Varints.write(out, latencies.sumLow());
        }
        int before = -1;
        for (int b = latencies.firstBucket(); b < latencies.endBucket(); b++) {
            long count = latencies.inBucket(b);
            if (count > 0) {
                Varints.write(out, b - before);
                Varints.write(out, count);
                before = b;
            }
        }
        return out.toByteArray();
    }

    static Latencies read(byte[] bytes) {
        var reader = new Varints.Reader(bytes);
        int version = reader.octet();
        int scale = reader.octet();
        if (version != VERSION || scale != SCALE) {
            throw new IllegalArgumentException(
                    "histogram must have version %d and scale %d, got %d and %d"
                            .formatted(VERSION, SCALE, version, scale));
        }
        var latencies = new Latencies();
        latencies.addZeros(reader.next("zeros", 0, Long.MAX_VALUE));
        int filled = (int) reader.next("filled buckets", 0, Buckets.LAST + 1);
        long least = 0;
        long most = 0;
        long sumHigh = 0;
        long sumLow = 0;
        boolean empty = latencies.isEmpty() && filled == 0;
        if (!empty) {
            least = reader.next("least", 0, Long.MAX_VALUE);
            most = reader.next("most", least, Long.MAX_VALUE);
            sumHigh = reader.next("upper half of the sum", 0, Long.MAX_VALUE);
            sumLow = reader.next();
        }
        int bucket = -1;
        for (int i = 0; i < filled; i++) {
            bucket += (int) reader.next("distance of buckets", 1, Buckets.LAST - bucket);
            latencies.addToBucket(
                    bucket, reader.next("count", 1, Long.MAX_VALUE - latencies.count()));
        }
        reader.end();
        if (!empty) {
            latencies.restore(least, most, sumHigh, sumLow);
        }
        return latencies;
    }
}

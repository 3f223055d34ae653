package dev.unruly.engine;

import dev.unruly.chance.Purpose;
import dev.unruly.model.Arrival;
import java.util.Arrays;

/// A wave whose users are counted: in each stretch as many as are due, rounded down, at moments
/// drawn by the rate. What the smaller of the two rates brings is uniform; the rest has the density
/// of a triangle, 2t/T² or 2(T − t)/T².
final class Scattered {

    private Scattered() {}

    /// When they come after the wave's beginning, ascending.
    static long[] moments(Origin process, Arrival.Wave wave) {
        var moments =
                new long
                        [Math.toIntExact(
                                wave.stretches().stream().mapToLong(Scattered::users).sum())];
        int next = 0;
        long began = 0;
        for (Arrival.Stretch stretch : wave.stretches()) {
            double least = Math.min(stretch.fromPerSecond(), stretch.toPerSecond());
            long flat = next + whole(least * (stretch.forNanos() / 1e9));
            long end = next + users(stretch);
            boolean falls = stretch.fromPerSecond() > stretch.toPerSecond();
            while (next < end) {
                long candidate = Way.ONWARDS.user(process.index(), 0, next);
                double share = process.draws().uniform(candidate, 0, Purpose.GAP, 0);
                if (next >= flat) {
                    double root = StrictMath.sqrt(share);
                    share = falls ? 1 - root : root;
                }
                moments[next++] = began + (long) (share * stretch.forNanos());
            }
            began += stretch.forNanos();
        }
        Arrays.sort(moments);
        return moments;
    }

    private static long users(Arrival.Stretch stretch) {
        return whole(stretch.users());
    }

    private static long whole(double users) {
        return (long) Math.floor(users + Times.LEAST_USER);
    }
}

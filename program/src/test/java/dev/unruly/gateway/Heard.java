package dev.unruly.gateway;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.RouteSecond;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;

/// What a run was told by a gateway.
final class Heard implements GatewayListener {

    final List<String> events = new ArrayList<>();
    final List<DependencySecond> seconds = new ArrayList<>();
    final List<GuardSecond> guards = new ArrayList<>();
    final List<RouteSecond> routes = new ArrayList<>();

    @Override
    public void began(int fault, String detail, long atNanos) {
        events.add("began " + fault + " at " + atNanos / Rig.MS + ": " + detail);
    }

    @Override
    public void refused(int fault, String why) {
        events.add("refused " + fault + ": " + why);
    }

    @Override
    public void ended(int fault, String detail, long atNanos) {
        events.add("ended " + fault + " at " + atNanos / Rig.MS + ": " + detail);
    }

    @Override
    public void second(DependencySecond second) {
        seconds.add(second);
    }

    @Override
    public void guarded(GuardSecond second) {
        guards.add(second);
    }

    @Override
    public void routed(RouteSecond second) {
        routes.add(second);
    }

    @Override
    public void missed(long seconds) {
        events.add("missed " + seconds);
    }

    @Override
    public void lost(String why) {
        events.add("lost: " + why);
    }

    /// All seconds of the first dependency as one; gauges as at the end, peaks as the largest.
    DependencySecond total() {
        var own = new Latencies();
        var seen = new Latencies();
        long[] sums = new long[7];
        int peakOpen = 0;
        int peakInFlight = 0;
        DependencySecond last = seconds.getLast();
        for (DependencySecond one : seconds) {
            long[] counts = {
                one.requests(),
                one.completed(),
                one.failed(),
                one.opened(),
                one.refused(),
                one.bytesUp(),
                one.bytesDown()
            };
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts[i];
            }
            peakOpen = Math.max(peakOpen, one.peakOpen());
            peakInFlight = Math.max(peakInFlight, one.peakInFlight());
            own.add(one.own());
            seen.add(one.seen());
        }
        return new DependencySecond(
                last.dependency(),
                last.second(),
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                last.open(),
                peakOpen,
                last.inFlight(),
                peakInFlight,
                sums[5],
                sums[6],
                own,
                seen);
    }
}

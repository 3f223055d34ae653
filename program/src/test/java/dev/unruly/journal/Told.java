package dev.unruly.journal;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Visit;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A chronicle that remembers what it was told, in a form that can be compared.
final class Told implements Chronicle {

    final List<Object> all = new ArrayList<>();

    @Override
    public void visits(Visit visit) {
        all.add(visit);
    }

    @Override
    public void wishes(Intention intention) {
        all.add(intention);
    }

    @Override
    public void requested(Observation observation) {
        all.add(observation);
    }

    @Override
    public void concluded(Conclusion conclusion) {
        all.add(conclusion);
    }

    @Override
    public void routed(RouteSecond second) {
        all.add(second.route());
        dependency(second.figures());
    }

    @Override
    public void dependency(DependencySecond s) {
        all.add(
                List.of(
                        s.dependency(),
                        s.second(),
                        s.requests(),
                        s.completed(),
                        s.failed(),
                        s.opened(),
                        s.refused(),
                        s.open(),
                        s.peakOpen(),
                        s.inFlight(),
                        s.peakInFlight(),
                        s.bytesUp(),
                        s.bytesDown(),
                        bytes(s.own()),
                        bytes(s.seen())));
    }

    @Override
    public void guarded(GuardSecond second) {
        all.add(second);
    }

    @Override
    public void generator(GeneratorSecond s) {
        all.add(
                List.of(
                        s.second(),
                        bytes(s.lateness()),
                        s.cpuShare(),
                        s.machineShare(),
                        s.longestPauseNanos(),
                        s.openConnections(),
                        s.openDescriptors(),
                        s.portsInUse(),
                        s.users()));
    }

    @Override
    public void mark(Mark mark) {
        all.add(mark);
    }

    private static String bytes(Latencies latencies) {
        return HexFormat.of().formatHex(latencies.toBytes());
    }
}

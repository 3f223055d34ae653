package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.model.Arrival;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import dev.unruly.model.Phases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// First experiments and latency files are read again as they were written.
final class FirstFilesTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path folder;

    @Test
    void anyFirstExperimentComesBack() {
        var bench = new Bench(folder);
        Forall.check(
                100,
                5,
                draw -> {
                    var written =
                            new ExperimentText(
                                    "shop",
                                    "http://127.0.0.1:8080",
                                    Bench.POPULATION,
                                    draw.between(0, 1_000),
                                    Map.of(),
                                    List.of(arrival(draw), arrival(draw)),
                                    List.of("- replay-counts: { csv: shop.arrivals.csv }"),
                                    new Phases(
                                            draw.between(0, 100) * SECOND,
                                            draw.between(1, 100) * SECOND,
                                            draw.between(0, 100) * SECOND,
                                            draw.between(0, 1) * SECOND),
                                    List.of("triggers:", "  " + ExperimentText.surge(2.5, SECOND)),
                                    List.of("goodput >= 99% during baseline"),
                                    List.of("errors > 90% for 120s"));
                    Experiment read =
                            Bench.value(
                                    Scripts.experiment(
                                            file(
                                                    bench.folder(),
                                                    "again.experiment.yaml",
                                                    written.lines(
                                                            List.of("# by hand"),
                                                            Map.of("phases", "a: remark")))));
                    assertThat(read.name()).isEqualTo(written.name());
                    assertThat(read.target().url()).isEqualTo(written.target());
                    assertThat(read.seed()).isEqualTo(written.seed());
                    assertThat(read.arrivals()).isEqualTo(written.arrivals());
                    assertThat(read.phases()).isEqualTo(written.phases());
                    assertThat(read.expectations().getFirst().text())
                            .isEqualTo(written.expectations().getFirst());
                    assertThat(read.abortIf().getFirst().text())
                            .isEqualTo(written.abortIf().getFirst());
                });
    }

    @Test
    void latenciesComeBackWithTheirGaps() {
        Forall.check(
                100,
                5,
                draw -> {
                    var bands = new ArrayList<Band>();
                    long end = 0;
                    for (int i = draw.between(1, 6); i > 0; i--) {
                        long next = end + draw.between(1, 5_000_000);
                        bands.add(new Band(end, next, draw.between(0, 1_000)));
                        end = next;
                    }
                    var place =
                            new ObservedLatency(
                                    "shop",
                                    draw.oneOf("", "GET /products/", "GET /\"<b>\\"),
                                    "",
                                    bands,
                                    draw.coin() ? List.of() : bands,
                                    draw.between(0, 86_400),
                                    draw.between(10, 1_000),
                                    draw.between(0, 100),
                                    draw.between(0, 10),
                                    draw.coin(),
                                    draw.between(0, 3) * SECOND);
                    Path file =
                            file(folder, "again.latency.json", LatencyText.lines(List.of(place)));
                    assertThat(Bench.value(Scripts.latencies(file))).containsExactly(place);
                });
    }

    private static Path file(Path folder, String name, List<String> lines) {
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arrival arrival(Draw draw) {
        double rate = draw.between(1, 100_000) / 1e4;
        return switch (draw.between(0, 6)) {
            case 0 -> new Arrival.Poisson(rate);
            case 1 -> new Arrival.Ramp(0, rate, draw.between(1, 100) * SECOND);
            case 2 -> new Arrival.Viral(0, draw.between(1, 100), 0.6, 4 * SECOND, 3);
            case 3 -> new Arrival.Flash(SECOND, draw.between(1, 100), SECOND);
            case 4 ->
                    new Arrival.SelfExciting(
                            new Arrival.Poisson(rate), 0.5, draw.between(1, 100) * SECOND);
            case 5 -> new Arrival.SelfExciting(daily(draw, rate), 0.25, SECOND);
            default -> daily(draw, rate);
        };
    }

    private static Arrival.Daily daily(Draw draw, double rate) {
        return new Arrival.Daily(
                rate,
                List.of(
                        new Arrival.Harmonic(0.61, 20.25),
                        new Arrival.Harmonic(0.2, draw.between(0, 1_199) / 100.0)),
                List.of(1.0, 1.0, 1.1, 1.0, 1.2, 0.7, 0.65),
                Instant.ofEpochMilli(draw.between(0, 1_000_000_000)),
                1);
    }
}

package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatencyFileTest {

    @TempDir private Path folder;

    @Test
    void quantilesAndBucketsAreRead() throws IOException {
        var read =
                read(
                        """
                        { "format": "unruly-latency/1", "places": [
                          { "dependency": "payments", "route": "POST /pay",
                            "answers": { "count": 1000,
                                         "quantiles": { "0.5": "10ms", "0.99": "80ms", "1": "2s" } },
                            "cut-off": { "buckets": [ { "up-to": "1s", "count": 3 } ] },
                            "seconds": 60, "requests": 1010, "peak": "40/s", "failed": 7,
                            "idempotent": true, "deadline": "3s" },
                          { "dependency": "db",
                            "answers": { "buckets": [ { "up-to": "1ms", "count": 5 },
                                                      { "up-to": "2ms", "count": 6 } ] } } ] }
                        """);
        assertThat(read).isInstanceOf(Read.Fine.class);
        List<ObservedLatency> places = ((Read.Fine<List<ObservedLatency>>) read).value();
        assertThat(places.getFirst())
                .isEqualTo(
                        new ObservedLatency(
                                "payments",
                                "POST /pay",
                                "",
                                List.of(
                                        new Band(0, 10_000_000, 500),
                                        new Band(10_000_000, 80_000_000, 490),
                                        new Band(80_000_000, 2_000_000_000, 10)),
                                List.of(new Band(0, 1_000_000_000, 3)),
                                60,
                                1_010,
                                40,
                                7,
                                true,
                                3_000_000_000L));
        assertThat(places.get(1).answered())
                .containsExactly(new Band(0, 1_000_000, 5), new Band(1_000_000, 2_000_000, 6));
        assertThat(places.get(1).repeatable()).isFalse();
    }

    @Test
    void allProblemsAreToldWithTheirPlaces() throws IOException {
        var read =
                read(
                        """
                        { "format": "unruly-latency/1", "places": [
                          { "dependency": "payments",
                            "answers": { "count": 1000,
                                         "quantiles": { "0.5": "10ms", "0.9": "5ms" } },
                            "requests": 10, "failed": 11,
                            "idempotentt": true },
                          { "dependency": "db",
                            "answers": { "buckets": [ { "up-to": "2ms", "count": 5 },
                                                      { "up-to": "2ms", "count": 6 } ] } } ] }
                        """);
        assertThat(read).isInstanceOf(Read.Broken.class);
        List<Problem> problems = ((Read.Broken<List<ObservedLatency>>) read).problems();
        assertThat(problems).extracting(Problem::line).containsExactly(4, 4, 5, 6, 9);
        assertThat(problems.toString())
                .contains("quantile 0.9 does not exceed the one before")
                .contains("do not say how long the longest took")
                .contains("`failed: 11` is more than `requests: 10`")
                .contains("`idempotentt` is not a key")
                .contains("does not exceed the one before");
    }

    private Read<List<ObservedLatency>> read(String text) throws IOException {
        Path file = folder.resolve("prod.latency.json");
        Files.writeString(file, text);
        return Scripts.latencies(file);
    }
}

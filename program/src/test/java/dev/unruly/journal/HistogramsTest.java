package dev.unruly.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.judge.Cast;
import dev.unruly.judge.Stories;
import dev.unruly.judge.Story;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Roster;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The histograms hold what the journal holds, for whoever reads HdrHistogram's logs.
final class HistogramsTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir private Path folder;
    private final Story story = Stories.metastable(Cast.stall(5), 5);

    private void journal() throws IOException {
        try (Journal journal = Journal.begin(folder)) {
            story.tell(journal);
        }
    }

    private Map<String, Histogram> sums() throws FileNotFoundException {
        var sums = new LinkedHashMap<String, Histogram>();
        var reader = new HistogramLogReader(folder.resolve(Histograms.FILE).toFile());
        while (reader.hasNext()) {
            var interval = (Histogram) reader.nextIntervalHistogram();
            assertThat(interval.getStartTimeStamp()).isGreaterThanOrEqualTo(STARTED.toEpochMilli());
            sums.computeIfAbsent(interval.getTag(), any -> new Histogram(3)).add(interval);
        }
        return sums;
    }

    @Test
    void theIntervalsAddUpToTheRun() throws IOException {
        journal();

        Histograms.export(folder, Roster.of(story.experiment()), STARTED, 200);

        var told = new Told();
        story.tell(told);
        long answered =
                told.all.stream()
                        .filter(r ->
                                r instanceof Conclusion c
                                        && c.end() == Conclusion.End.ANSWERED
                                        && name(c).equals("pay"))
                        .count();
        assertThat(count("perceived.pay")).isEqualTo(answered);
        assertThat(sums().keySet()).contains("service.pay", "response.pay");
        assertThat(folder.resolve(Histograms.FILE + ".part")).doesNotExist();
    }

    @Test
    void longRunsHaveLongerIntervals() throws IOException {
        journal();
        Histograms.export(folder, Roster.of(story.experiment()), STARTED, 200);
        long fine = Files.readAllLines(folder.resolve(Histograms.FILE)).size();
        long all = count("service.pay");

        Histograms.export(folder, Roster.of(story.experiment()), STARTED, 7_200);

        long coarse = Files.readAllLines(folder.resolve(Histograms.FILE)).size();
        assertThat((double) fine / coarse).isCloseTo(10, within(4.0));
        assertThat(count("service.pay")).isEqualTo(all);
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        journal();
        Files.createDirectory(folder.resolve(Histograms.FILE + ".part"));
        assertThatThrownBy(() ->
                        Histograms.export(folder, Roster.of(story.experiment()), STARTED, 200))
                .isInstanceOf(IOException.class);
    }

    private long count(String tag) throws FileNotFoundException {
        Histogram sum = sums().get(tag);
        return sum == null ? 0 : sum.getTotalCount();
    }

    private String name(Conclusion c) {
        return Roster.of(story.experiment()).endpoints().get(c.intention().endpoint());
    }
}

package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// `replay-times:` and `replay-counts:` → arrivals as they once were recorded.
final class ReplayReader {

    private static final int MOST_AT_ONCE = 10_000_000;
    private static final Arrival NOBODY = new Arrival.Constant(0);

    private final Path folder;

    ReplayReader(Path folder) {
        this.folder = folder;
    }

    /// Recorded times, in any order; the first, or `from`, is played at the beginning.
    Arrival times(Value value) {
        Section section = value.section("replay-times", "{ csv: times.csv, column: TIMESTAMP }");
        section.knows("column", "from", "take", "speed");
        Optional<Value> file = section.need("csv", "times.csv");
        int mark = value.reading().mark();
        long take = take(section);
        double speed = speed(section);
        section.done();
        Optional<LongCsv> csv = file.flatMap(this::csv);
        if (csv.isEmpty()) {
            return NOBODY;
        }
        int column = column(csv.get(), section, "column", 0);
        long[] moments = column < 0 ? new long[0] : moments(value.reading(), csv.get(), column);
        if (!value.reading().cleanSince(mark)) {
            return NOBODY;
        }
        Arrays.sort(moments);
        long first = first(section, moments[0]);
        long[] played =
                Arrays.stream(moments)
                        .map(m -> m - first)
                        .filter(m -> m >= 0 && m < take)
                        .map(m -> Math.round(m / speed))
                        .toArray();
        if (played.length == 0) {
            value.wrong("no recorded time lies within `from` and `take`", "choose another part");
            return NOBODY;
        }
        return new Arrival.ReplayTimes(played);
    }

    /// Recorded counts per interval.
    Arrival counts(Value value) {
        Section section =
                value.section("replay-counts", "{ csv: counts.csv, to-mean: 40/s, speed: 60 }");
        section.knows("period", "count", "interval", "from", "take", "speed", "spread");
        Optional<Value> file = section.need("csv", "counts.csv");
        int mark = value.reading().mark();
        boolean toMean =
                section.atMostOneOf("scale", "to-mean")
                        .map(v -> v.label().equals("to-mean"))
                        .orElse(false);
        double scale = section.find("scale").map(v -> v.number(1e-9, 1e9, "0.1")).orElse(1.0);
        double mean = section.find("to-mean").map(v -> v.perSecond("40/s")).orElse(0.0);
        double speed = speed(section);
        Arrival.Spread spread =
                section.find("spread")
                        .map(ReplayReader::spread)
                        .orElse(new Arrival.Spread.Counted());
        long take = take(section);
        section.done();
        Optional<Recorded> recorded = file.flatMap(this::csv).flatMap(csv -> record(csv, section));
        if (recorded.isEmpty() || !value.reading().cleanSince(mark)) {
            return NOBODY;
        }
        Optional<double[]> counted = recorded.get().part(take);
        if (counted.isEmpty()) {
            return NOBODY;
        }
        double[] part = counted.get();
        double sum = Arrays.stream(part).sum();
        if (sum == 0) {
            value.wrong("nobody was counted within `from` and `take`", "choose another part");
            return NOBODY;
        }
        long played = Math.max(1, Math.round(recorded.get().intervalNanos() / speed));
        double factor = toMean ? mean * part.length * (played / 1e9) / sum : scale;
        double most = Arrays.stream(part).max().orElse(0) * factor;
        if (most > MOST_AT_ONCE) {
            value.wrong(
                    String.format(Locale.ROOT, "%.0f users would start in one interval", most),
                    "write a smaller scale; at most " + MOST_AT_ONCE);
            return NOBODY;
        }
        for (int i = 0; i < part.length; i++) {
            part[i] *= factor;
        }
        return new Arrival.ReplayCounts(played, part, spread);
    }

    private static Arrival.Spread spread(Value value) {
        if (value.isMapping()) {
            Section section = value.section("bursts", "{ branching: 0.3, half-life: 2s }");
            double branching = ArrivalReader.branching(section, "0.3", ArrivalReader.THIRD);
            long halfLife = section.need("half-life", "2s").map(v -> v.nanos(1, "2s")).orElse(1L);
            section.done();
            return new Arrival.Spread.Bursts(branching, halfLife);
        }
        return value.word(List.of("counted", "poisson")).equals("poisson")
                ? new Arrival.Spread.Poisson()
                : new Arrival.Spread.Counted();
    }

    private static Optional<Recorded> record(LongCsv csv, Section section) {
        Reading reading = section.value().reading();
        int mark = reading.mark();
        int count = column(csv, section, "count", csv.columns().indexOf("count"));
        int period = column(csv, section, "period", csv.columns().indexOf("period"));
        if (count < 0 && !section.has("count")) {
            section.value()
                    .wrong(csv.file() + " has no column `count`", "write count: the column's name");
        }
        Optional<Value> interval = section.find("interval");
        if (period < 0 && interval.isEmpty() && !section.has("period")) {
            section.value()
                    .wrong("how long is a row?", "write interval: 60s, or period: a column's name");
        }
        if (!reading.cleanSince(mark)) {
            return Optional.empty();
        }
        var columns = new Recorded.Columns(csv, period, count);
        Recorded.Span span = columns.span();
        if (!reading.cleanSince(mark)) {
            return Optional.empty();
        }
        long length = interval.map(v -> v.nanos(1, "60s")).orElse(span.shortestNanos());
        if (length == Long.MAX_VALUE) {
            section.value().wrong("one row does not tell how long it is", "write interval: 60s");
            return Optional.empty();
        }
        long first = period < 0 ? 0 : span.firstNanos();
        return Optional.of(new Recorded(reading, columns, length, first, first(section, first)));
    }

    private Optional<LongCsv> csv(Value file) {
        return Paths.beside(folder, file)
                .flatMap(path -> LongCsv.of(file.reading(), path, file.at()));
    }

    private static double speed(Section section) {
        return section.find("speed").map(v -> v.number(1e-3, 1e6, "60")).orElse(1.0);
    }

    private static long take(Section section) {
        return section.find("take").map(v -> v.nanos(1, "2h")).orElse(Long.MAX_VALUE);
    }

    private static int column(LongCsv csv, Section section, String key, int otherwise) {
        return section.find(key).map(name -> column(csv, name)).orElse(otherwise);
    }

    private static int column(LongCsv csv, Value name) {
        String wanted = name.text("a column");
        if (csv.columns().indexOf(wanted) < 0) {
            name.wrongText(
                    "is no column of " + csv.file(),
                    Nearest.instead(wanted, csv.columns(), "name a column"));
        }
        return csv.columns().indexOf(wanted);
    }

    private static long[] moments(Reading reading, LongCsv csv, int column) {
        var moments = LongStream.builder();
        csv.each((line, fields) -> {
            OptionalLong moment = Recorded.moment(reading, csv.place(line), fields.get(column));
            moment.ifPresent(moments::add);
            return moment.isPresent();
        });
        return moments.build().toArray();
    }

    private static long first(Section section, long recorded) {
        return section.find("from").map(v -> beginning(v, recorded)).orElse(recorded);
    }

    /// Where a part begins: a recorded moment, or a length of time after the first one.
    private static long beginning(Value value, long first) {
        String text = value.isText() ? value.text("1998-06-10 15:00:00") : "";
        OptionalLong after = Units.nanos(text);
        OptionalLong moment = Moments.nanos(text);
        if (after.isPresent()) {
            return first + after.getAsLong();
        }
        if (moment.isEmpty()) {
            value.wrongText("is no moment", "write 1998-06-10 15:00:00, or 2h after the first row");
            return first;
        }
        return moment.getAsLong();
    }
}

package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// `replay-times:` and `replay-counts:` → arrivals as they once were recorded.
final class ReplayReader {

    private static final int MOST_INTERVALS = 2_000_000;
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
        Optional<Csv> csv = file.flatMap(this::csv);
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
        section.knows("period", "count", "interval", "from", "take", "speed");
        Optional<Value> file = section.need("csv", "counts.csv");
        int mark = value.reading().mark();
        boolean toMean =
                section.atMostOneOf("scale", "to-mean")
                        .map(v -> v.label().equals("to-mean"))
                        .orElse(false);
        double scale = section.find("scale").map(v -> v.number(1e-9, 1e9, "0.1")).orElse(1.0);
        double mean = section.find("to-mean").map(v -> v.perSecond("40/s")).orElse(0.0);
        double speed = speed(section);
        long take = take(section);
        section.done();
        Optional<Recorded> recorded =
                file.flatMap(this::csv).flatMap(csv -> recorded(csv, section));
        if (recorded.isEmpty() || !value.reading().cleanSince(mark)) {
            return NOBODY;
        }
        Recorded all = recorded.get();
        double[] part = all.part(first(section, all.firstNanos), take);
        double sum = Arrays.stream(part).sum();
        if (sum == 0) {
            value.wrong("nobody was counted within `from` and `take`", "choose another part");
            return NOBODY;
        }
        long played = Math.max(1, Math.round(all.intervalNanos / speed));
        double factor = toMean ? mean * part.length * (played / 1e9) / sum : scale;
        return new Arrival.ReplayCounts(
                played, Arrays.stream(part).map(count -> count * factor).toArray());
    }

    /// Counts as they were recorded, one an interval; what is not in the file is 0.
    private static final class Recorded {

        private final long firstNanos;
        private final long intervalNanos;
        private final double[] counts;

        Recorded(long firstNanos, long intervalNanos, double[] counts) {
            this.firstNanos = firstNanos;
            this.intervalNanos = intervalNanos;
            this.counts = counts;
        }

        double[] part(long fromNanos, long takeNanos) {
            long skipped = Math.ceilDiv(fromNanos - firstNanos, intervalNanos);
            long taken = Math.ceilDiv(takeNanos, intervalNanos);
            int begin = Math.clamp(skipped, 0, counts.length);
            int end = (int) Math.min(counts.length, begin + Math.min(taken, counts.length));
            return Arrays.copyOfRange(counts, begin, end);
        }
    }

    private static Optional<Recorded> recorded(Csv csv, Section section) {
        Reading reading = section.value().reading();
        int mark = reading.mark();
        int count = column(csv, section, "count", csv.column("count"));
        int period = column(csv, section, "period", csv.column("period"));
        if (count < 0 && !section.has("count")) {
            section.value()
                    .wrong(csv.file() + " has no column `count`", "write count: the column's name");
        }
        if (!reading.cleanSince(mark)) {
            return Optional.empty();
        }
        double[] counts = numbers(reading, csv, count);
        if (period >= 0) {
            long[] moments = moments(reading, csv, period);
            return reading.cleanSince(mark)
                    ? spaced(csv, moments, counts, section)
                    : Optional.empty();
        }
        Optional<Value> interval = section.find("interval");
        if (interval.isEmpty()) {
            section.value()
                    .wrong("how long is a row?", "write interval: 60s, or period: a column's name");
        }
        return interval.map(v -> new Recorded(0, v.nanos(1, "60s"), counts));
    }

    /// Counts by their periods, which lie on a grid as fine as the shortest step between two.
    private static Optional<Recorded> spaced(
            Csv csv, long[] moments, double[] counts, Section section) {
        Value value = section.value();
        long shortest = Long.MAX_VALUE;
        for (int i = 1; i < moments.length; i++) {
            long step = moments[i] - moments[i - 1];
            if (step <= 0) {
                value.reading()
                        .wrong(
                                csv.place(i),
                                "this period is not after the one before",
                                "sort the rows");
                return Optional.empty();
            }
            shortest = Math.min(shortest, step);
        }
        Optional<Value> interval = section.find("interval");
        long length = interval.isPresent() ? interval.get().nanos(1, "60s") : shortest;
        if (length == Long.MAX_VALUE) {
            value.wrong("one row does not tell how long it is", "write interval: 60s");
            return Optional.empty();
        }
        long size = (moments[moments.length - 1] - moments[0]) / length + 1;
        if (size > MOST_INTERVALS) {
            value.wrong(
                    "the record spans " + size + " intervals, more than " + MOST_INTERVALS,
                    "write a longer interval, or a shorter file");
            return Optional.empty();
        }
        double[] filled = new double[(int) size];
        for (int i = 0; i < moments.length; i++) {
            long since = moments[i] - moments[0];
            if (since % length != 0) {
                value.reading()
                        .wrong(
                                csv.place(i),
                                "this period does not lie on the others' grid",
                                "write interval: a length that divides all");
                return Optional.empty();
            }
            filled[(int) (since / length)] += counts[i];
        }
        return Optional.of(new Recorded(moments[0], length, filled));
    }

    private Optional<Csv> csv(Value file) {
        return Paths.beside(folder, file)
                .flatMap(path -> Csv.read(file.reading(), path, file.at()));
    }

    private static double speed(Section section) {
        return section.find("speed").map(v -> v.number(1e-3, 1e6, "60")).orElse(1.0);
    }

    private static long take(Section section) {
        return section.find("take").map(v -> v.nanos(1, "2h")).orElse(Long.MAX_VALUE);
    }

    private static int column(Csv csv, Section section, String key, int otherwise) {
        return section.find(key).map(name -> column(csv, name)).orElse(otherwise);
    }

    private static int column(Csv csv, Value name) {
        String wanted = name.text("a column");
        if (csv.column(wanted) < 0) {
            name.wrongText(
                    "is no column of " + csv.file(),
                    Nearest.instead(wanted, csv.columns(), "name a column"));
        }
        return csv.column(wanted);
    }

    private static long[] moments(Reading reading, Csv csv, int column) {
        long[] moments = new long[csv.rows().size()];
        for (int i = 0; i < moments.length; i++) {
            String text = csv.rows().get(i).get(column);
            OptionalLong moment = Moments.nanos(text);
            if (moment.isEmpty()) {
                reading.wrong(
                        csv.place(i),
                        "`" + Value.quoted(text) + "` is no moment",
                        "write 1998-06-10 15:30:00, or seconds");
                return moments;
            }
            moments[i] = moment.getAsLong();
        }
        return moments;
    }

    private static double[] numbers(Reading reading, Csv csv, int column) {
        double[] numbers = new double[csv.rows().size()];
        for (int i = 0; i < numbers.length; i++) {
            String text = csv.rows().get(i).get(column);
            OptionalDouble number = Units.number(text);
            if (number.isEmpty() || number.getAsDouble() < 0) {
                reading.wrong(
                        csv.place(i),
                        "`" + Value.quoted(text) + "` is no count",
                        "write a number from 0 on");
                return numbers;
            }
            numbers[i] = number.getAsDouble();
        }
        return numbers;
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

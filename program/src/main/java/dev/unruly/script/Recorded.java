package dev.unruly.script;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/// Counts per interval as they were recorded in a file: what has no row is 0. The file is gone
/// through twice, once for how long an interval is and once for the counts, of which nothing is
/// kept but one number for each interval that is played.
///
/// @param intervalNanos the length of an interval, as recorded
/// @param firstNanos the first period; 0 where rows follow each other without a period
/// @param fromNanos where the part begins that is played
record Recorded(
        Reading reading, Columns columns, long intervalNanos, long firstNanos, long fromNanos) {

    private static final long MOST_INTERVALS = 20_000_000;

    /// A file and its columns.
    ///
    /// @param period -1: rows follow each other
    record Columns(LongCsv csv, int period, int count) {

        /// When the first period is, and the shortest step between two; a problem where they do not
        /// grow.
        Span span() {
            if (period < 0) {
                return new Span(0, Long.MAX_VALUE);
            }
            long[] seen = {0, Long.MAX_VALUE, 0};
            boolean[] any = {false};
            csv.each((line, fields) -> {
                OptionalLong moment = moment(csv.reading(), csv.place(line), fields.get(period));
                if (moment.isEmpty()) {
                    return false;
                }
                if (Recorded.number(csv.reading(), csv.place(line), fields.get(count)).isEmpty()) {
                    return false;
                }
                long at = moment.getAsLong();
                if (!any[0]) {
                    any[0] = true;
                    seen[0] = at;
                } else if (at <= seen[2]) {
                    csv.reading()
                            .wrong(
                                    csv.place(line),
                                    "this period is not after the one before",
                                    "sort the rows");
                    return false;
                } else {
                    seen[1] = Math.min(seen[1], at - seen[2]);
                }
                seen[2] = at;
                return true;
            });
            return new Span(seen[0], seen[1]);
        }
    }

    /// What periods say.
    ///
    /// @param shortestNanos the shortest step between two; [Long#MAX_VALUE] where there is none
    record Span(long firstNanos, long shortestNanos) {}

    /// The counts from the beginning on; empty, with a problem told, when a row is wrong.
    ///
    /// @param takeNanos how much is played, as recorded
    Optional<double[]> part(long takeNanos) {
        int mark = reading.mark();
        long skipped = Math.max(0, Math.ceilDiv(fromNanos - firstNanos, intervalNanos));
        long taken = Math.ceilDiv(takeNanos, intervalNanos);
        var counts = DoubleStream.builder();
        long[] next = {0, 0};
        columns.csv()
                .each((line, fields) -> {
                    Place place = columns.csv().place(line);
                    long index =
                            columns.period() < 0
                                    ? next[1]
                                    : index(place, fields.get(columns.period()));
                    OptionalDouble count = number(reading, place, fields.get(columns.count()));
                    if (index < 0 || count.isEmpty()) {
                        return false;
                    }
                    next[1] = index + 1;
                    long playedAs = index - skipped;
                    if (playedAs >= taken) {
                        return false;
                    }
                    if (playedAs >= MOST_INTERVALS) {
                        reading.wrong(
                                place,
                                "the record spans more than "
                                        + MOST_INTERVALS
                                        + " intervals up to here",
                                "write a longer interval, or `take` less");
                        return false;
                    }
                    if (playedAs >= 0) {
                        for (; next[0] < playedAs; next[0]++) {
                            counts.add(0);
                        }
                        counts.add(count.getAsDouble());
                        next[0]++;
                    }
                    return true;
                });
        return reading.cleanSince(mark) ? Optional.of(counts.build().toArray()) : Optional.empty();
    }

    /// Which interval begins at a moment; -1, with a problem told, when none does.
    private long index(Place place, String text) {
        OptionalLong moment = moment(reading, place, text);
        if (moment.isEmpty()) {
            return -1;
        }
        long since = moment.getAsLong() - firstNanos;
        if (since % intervalNanos == 0) {
            return since / intervalNanos;
        }
        reading.wrong(
                place,
                "this period does not lie on the others' grid",
                "write interval: a length that divides all");
        return -1;
    }

    private static OptionalDouble number(Reading reading, Place place, String text) {
        OptionalDouble number = Units.number(text);
        if (number.isPresent() && number.getAsDouble() >= 0) {
            return number;
        }
        reading.wrong(
                place, "`" + Value.quoted(text) + "` is no count", "write a number from 0 on");
        return OptionalDouble.empty();
    }

    /// A recorded moment; a problem where it is none.
    static OptionalLong moment(Reading reading, Place place, String text) {
        OptionalLong moment = Moments.nanos(text);
        if (moment.isEmpty()) {
            reading.wrong(
                    place,
                    "`" + Value.quoted(text) + "` is no moment",
                    "write 1998-06-10 15:30:00, or seconds");
        }
        return moment;
    }
}

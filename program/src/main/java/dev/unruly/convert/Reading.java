package dev.unruly.convert;

import dev.unruly.model.Hit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What became of the lines of evidence: how many were taken, and why the others were not.
public final class Reading {

    private static final int SHOWN = 3;
    private static final int ENOUGH = 1_000;
    private static final long MINUTE = 60_000;
    private static final long SECOND = 1_000;

    private final List<String> formats = new ArrayList<>();
    private final Map<Flaw, List<String>> first = new EnumMap<>(Flaw.class);
    private final List<String> notes = new ArrayList<>();
    private final Map<Flaw, Long> flaws = new EnumMap<>(Flaw.class);
    private final List<Covered> files = new ArrayList<>();
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private long longest;
    private long taken;
    private long spans;
    private long backwards;
    private long disordered;
    private long latest = Long.MIN_VALUE;
    private long earliest = Long.MAX_VALUE;
    private long before = Long.MIN_VALUE;
    private long broken;
    private long takenBefore;
    private long brokenBefore;

    /// So many lines with the same flaw, of which the first is shown.
    void flaws(Flaw flaw, long count, String where, byte[] shown) {
        flaw(flaw, where, shown, 0, shown.length);
        flaws.merge(flaw, count - 1, Long::sum);
        broken += flaw.broken() ? count - 1 : 0;
    }

    /// From when to when a file tells of requests, and the longest while without one.
    public record Covered(long fromMillis, long toMillis, long longestMillis) {}

    /// A file begins, whose format is this.
    void file(String said) {
        formats.add(said);
        covered().ifPresent(files::add);
        from = Long.MAX_VALUE;
        to = Long.MIN_VALUE;
        longest = 0;
        before = Long.MIN_VALUE;
        takenBefore = taken;
        brokenBefore = broken;
    }

    /// @param atMillis when the request came
    /// @param loggedMillis when its line was written, as far as that is known
    void take(long atMillis, long loggedMillis) {
        taken++;
        if (before != Long.MIN_VALUE && loggedMillis < before - SECOND) {
            disordered++;
            backwards += loggedMillis < before - MINUTE ? 1 : 0;
        }
        before = loggedMillis;
        from = Math.min(from, atMillis);
        longest = to == Long.MIN_VALUE ? 0 : Math.max(longest, atMillis - to);
        to = Math.max(to, atMillis);
        latest = Math.max(latest, atMillis);
        earliest = Math.min(earliest, atMillis);
    }

    private Optional<Covered> covered() {
        return to < from ? Optional.empty() : Optional.of(new Covered(from, to, longest));
    }

    /// What each file covers that has requests, in the order in which they were read.
    public List<Covered> files() {
        var all = new ArrayList<>(files);
        covered().ifPresent(all::add);
        return all;
    }

    void notes(List<String> more) {
        notes.addAll(more);
    }

    /// A request: its line was written when it ended.
    void take(Hit hit) {
        take(hit.atMillis(), hit.atMillis() + Math.max(0, hit.tookMicros()) / 1_000);
    }

    void span() {
        spans++;
        taken++;
    }

    void flaw(Flaw flaw, String where, byte[] b, int from, int to) {
        flaws.merge(flaw, 1L, Long::sum);
        broken += flaw.broken() ? 1 : 0;
        if (flaw != Flaw.OTHER) {
            List<String> some = first.computeIfAbsent(flaw, _ -> new ArrayList<>());
            if (some.size() < SHOWN) {
                some.add(where + ": " + Shown.bytes(b, from, to));
            }
        }
    }

    /// Whether this file's lines are mostly broken; with few lines that is known at its end only.
    boolean hopeless(boolean ended) {
        long bad = broken - brokenBefore;
        long all = bad + taken - takenBefore;
        return bad > all / 2 && bad > 0 && (ended || all >= ENOUGH);
    }

    /// Requests, arrivals and spans that were taken.
    public long taken() {
        return taken;
    }

    /// Spans that were taken.
    public long spans() {
        return spans;
    }

    /// Lines that no request could be read from although they should have been one.
    public long broken() {
        return broken;
    }

    long count(Flaw flaw) {
        return flaws.getOrDefault(flaw, 0L);
    }

    /// Lines whose time is more than a minute before that of the line before. Some are usual where
    /// requests are logged when they end; many say that the times cannot be trusted.
    public long backwards() {
        return backwards;
    }

    /// Lines whose time is more than a second before that of the line before.
    public long disordered() {
        return disordered;
    }

    /// Of the first request in time; `Long.MAX_VALUE`: there is none.
    public long earliestMillis() {
        return earliest;
    }

    /// Of the last request in time; `Long.MIN_VALUE`: there is none.
    public long latestMillis() {
        return latest;
    }

    /// Which format each file has, and how sure that is.
    public List<String> formats() {
        return List.copyOf(formats);
    }

    /// What was left out, a line for each reason with the first few of it; fit for a terminal.
    public List<String> leftOut() {
        var lines = new ArrayList<String>();
        for (Flaw flaw : Flaw.values()) {
            long count = flaws.getOrDefault(flaw, 0L);
            if (count > 0 && flaw != Flaw.OTHER) {
                lines.add(String.format(Locale.ROOT, "%,d left out: %s", count, flaw.words()));
                first.getOrDefault(flaw, List.of()).forEach(one -> lines.add("    " + one));
            }
        }
        lines.addAll(notes);
        if (disordered > 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%,d lines go back in time by more than a second, %,d by more than"
                                    + " a minute",
                            disordered,
                            backwards));
        }
        return lines;
    }
}

package dev.unruly.report;

import dev.unruly.model.Cause;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Totals;
import dev.unruly.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a run has shown, for whoever waits for it at a terminal.
public final class RunText {

    private static final int INDENT = 2;
    private static final int WIDEST = 100;

    private final RunResult result;
    private final Stretches stretches;
    private final int columns;
    private final Dress dress;
    private final List<String> lines = new ArrayList<>();

    private RunText(RunResult result, int columns, Dress dress) {
        this.result = result;
        this.stretches = Stretches.of(result);
        this.columns = Math.clamp(columns, 40, WIDEST);
        this.dress = dress;
    }

    /// Its lines.
    ///
    /// @param columns that the terminal has
    public static List<String> lines(RunResult result, int columns, Dress dress) {
        var text = new RunText(result, columns, dress);
        text.verdict();
        text.lines.addAll(why(result, columns));
        text.lines.add("");
        text.expectations();
        text.figures();
        text.counts();
        return List.copyOf(text.lines);
    }

    /// The verdict in one line, such as `✕ fails, metastable: it does not come back by itself`.
    public static String verdict(RunResult result, Dress dress) {
        String words = Words.sign(result.verdict()) + " " + Words.headline(result);
        return dress.in(Tone.of(result.verdict()), words) + ": " + Words.recovery(result);
    }

    /// The evidence, in a paragraph.
    ///
    /// @param columns that the terminal has
    public static List<String> why(RunResult result, int columns) {
        return wrapped(result.why(), INDENT, columns);
    }

    /// Text in lines that begin so far to the right.
    public static List<String> wrapped(String text, int indent, int columns) {
        return Plain.wrap(text, Math.clamp(columns, 40, WIDEST) - indent).stream()
                .map(line -> " ".repeat(indent) + line)
                .toList();
    }

    private void verdict() {
        RunResult.Header h = result.header();
        lines.add(verdict(result, dress));
        faint(
                h.name()
                        + ", "
                        + (h.asVolume() ? "as a load test would" : "people")
                        + ", seed "
                        + h.seed()
                        + ", "
                        + Figures.seconds(h.seconds())
                        + " against "
                        + h.target());
        if (!h.complete()) {
            lines.add(dress.in(Tone.OPEN, Plain.of("stopped early: " + h.stopped())));
        }
        lines.add("");
    }

    private void faint(String text) {
        lines.add(dress.in(Tone.FAINT, Plain.cut(Plain.of(text), columns)));
    }

    private void expectations() {
        if (result.expectations().isEmpty()) {
            return;
        }
        faint("expected");
        List<Answer> answers =
                result.expectations().stream()
                        .sorted(Comparator.comparingInt(Tables::order))
                        .toList();
        int widest = answers.stream().mapToInt(a -> Plain.columns(a.text())).max().orElse(0);
        int beside = INDENT + 4 + widest;
        for (Answer answer : answers) {
            String sign = dress.in(Tone.of(answer.verdict()), Words.sign(answer.verdict()));
            String text = Plain.of(answer.text());
            boolean below = beside + 24 > columns;
            List<String> measured =
                    Plain.wrap(answer.measured(), columns - (below ? INDENT + 4 : beside));
            String head = " ".repeat(INDENT) + sign + " " + text;
            String room = " ".repeat(widest - Plain.columns(text) + 2);
            if (below) {
                lines.add(head);
                measured.forEach(line -> lines.add(" ".repeat(INDENT + 4) + line));
            } else {
                lines.add(head + room + measured.getFirst());
                measured.stream().skip(1).forEach(line -> lines.add(" ".repeat(beside) + line));
            }
        }
        lines.add("");
    }

    private void figures() {
        RunResult.Timeline t = result.timeline();
        var table = new TextTable();
        table.row(
                Cell.of(""),
                Cell.figure("before", Tone.FAINT),
                Cell.figure("during", Tone.FAINT),
                Cell.figure("after", Tone.FAINT));
        row(table, "intents answered in time", result.goodput(), Figures::share);
        row(table, "requests per request needed", result.amplification(), Figures::times);
        row(table, "intents per second", stretches.means(t.intents()), Figures::rate);
        row(table, "requests per second", stretches.means(t.requests()), Figures::rate);
        row(table, "users waiting", stretches.means(t.waiting()), Figures::rate);
        row(table, "perceived p50, typically", stretches.typical(t.p50()), Figures::seconds);
        row(table, "perceived p99, typically", stretches.typical(t.p99()), Figures::seconds);
        lines.addAll(table.lines(INDENT, columns, dress));
        lines.add("");
    }

    private static void row(
            TextTable table, String name, ByPhase figure, KeyFigures.Written written) {
        table.row(
                Cell.of(name),
                Cell.figure(written.of(figure.baseline())),
                Cell.figure(written.of(figure.trigger())),
                Cell.figure(written.of(figure.watch())));
    }

    private void counts() {
        Totals t = result.totals();
        wrapTight(
                Figures.count(t.intents())
                        + " intents, "
                        + Figures.count(t.answered())
                        + " answered, "
                        + Figures.count(t.abandoned())
                        + " given up; "
                        + Figures.count(t.attempts())
                        + " requests; "
                        + duplicates(t)
                        + " duplicates");
        String who = who(t);
        if (!who.isEmpty()) {
            wrapTight("requests made: " + who);
        }
    }

    private void wrapTight(String text) {
        Plain.wrap(text, columns - INDENT).forEach(line -> lines.add(" ".repeat(INDENT) + line));
    }

    /// How many duplicates there are for certain, and how many there may be.
    static String duplicates(Totals t) {
        long most = t.confirmedDuplicates() + t.possibleDuplicates();
        return t.possibleDuplicates() == 0
                ? Figures.count(t.confirmedDuplicates())
                : Figures.count(t.confirmedDuplicates()) + " to " + Figures.count(most);
    }

    private static String who(Totals t) {
        long all = t.causes().values().stream().mapToLong(Long::longValue).sum();
        var told = new ArrayList<String>();
        t.causes().entrySet().stream()
                .filter(cause -> cause.getValue() > 0)
                .sorted(Map.Entry.<Cause, Long>comparingByValue().reversed())
                .forEach(cause ->
                        told.add(
                                Names.of(cause.getKey())
                                        + " "
                                        + Figures.share((double) cause.getValue() / all)));
        return String.join(", ", told);
    }
}

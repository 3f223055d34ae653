package dev.unruly.report;

import dev.unruly.model.Glance;
import dev.unruly.model.Phase;
import dev.unruly.report.TextTable.Cell;
import java.util.ArrayList;
import java.util.List;

/// A run while it goes on, for whoever watches it in a terminal: news, which stay; and the state of
/// things, which is drawn over, or said in a line now and then. Fed with one [Glance] after the
/// other.
public final class Panel {

    private static final int LABEL = 14;
    private static final int LEAST_COLUMNS = 40;
    private static final int CLOCK = 8;

    private final String title;
    private final Timetable timetable;
    private Phase phase = Phase.WARM_UP;
    private long phaseBegan = -1;
    private boolean troubled;
    private List<String> inForce = List.of();

    /// @param title what is played, in a word or three
    public Panel(String title, Timetable timetable) {
        this.title = title;
        this.timetable = timetable;
    }

    /// What has happened since the last glance.
    public List<String> news(Glance g, int columns, Dress dress) {
        var news = new ArrayList<String>();
        if (phaseBegan < 0 || g.phase() != phase) {
            phase = g.phase();
            phaseBegan = g.atNanos();
            troubled |= phase == Phase.TRIGGER;
            tell(news, g, Names.of(phase), Tone.STRONG, meaning(phase), columns, dress);
        }
        for (String trigger : g.inForce()) {
            if (!inForce.contains(trigger)) {
                tell(news, g, "trigger", Tone.OPEN, trigger, columns, dress);
            }
        }
        for (String trigger : inForce) {
            if (!g.inForce().contains(trigger)) {
                tell(news, g, "over", Tone.FAINT, trigger, columns, dress);
            }
        }
        inForce = g.inForce();
        return news;
    }

    /// One thing, in as many lines as it needs.
    private static void tell(
            List<String> news,
            Glance g,
            String head,
            Tone tone,
            String text,
            int columns,
            Dress dress) {
        String clock = clock(g);
        int indent = clock.length() + LABEL;
        List<String> lines = Plain.wrap(text, Math.max(1, columns - indent));
        String room = " ".repeat(LABEL - head.length());
        news.add(clock + dress.in(tone, head) + room + lines.getFirst());
        lines.stream().skip(1).forEach(line -> news.add(" ".repeat(indent) + line));
    }

    private static String clock(Glance g) {
        String clock = Figures.clock(g.atNanos() / 1e9);
        return " ".repeat(Math.max(0, CLOCK - 2 - clock.length())) + clock + "  ";
    }

    private String meaning(Phase phase) {
        return switch (phase) {
            case WARM_UP -> "people come in; nothing counts yet";
            case BASELINE -> "how it is when nothing is wrong";
            case TRIGGER -> "things go wrong, as planned";
            case WATCH ->
                    troubled
                            ? "the triggers are over, the load is as before: does it come back?"
                            : "nothing is done to it: does it stay as it is?";
            case RELIEF -> "it does not; everyone is sent away until no work is left";
            case RESTORE -> "the same load again, all at once: is it served now?";
        };
    }

    /// The state of things in one line, for where lines cannot be taken back.
    public String line(Glance g, int columns) {
        var parts = new ArrayList<String>();
        parts.add(rate(g.intents()) + " intents/s");
        parts.add(rate(g.answered()) + " answered in time");
        parts.add(rate(g.abandoned()) + " given up");
        parts.add(rate(g.requests()) + " requests/s" + amplified(g));
        if (!Double.isNaN(g.p99())) {
            parts.add("p99 " + Figures.seconds(g.p99()));
        }
        String clock = clock(g);
        String head = Names.of(g.phase());
        return clock
                + head
                + " ".repeat(LABEL - head.length())
                + Plain.cut(
                        String.join(", ", parts), Math.max(1, columns - clock.length() - LABEL));
    }

    /// The state of things in some lines, none of them wider than the terminal.
    public List<String> frame(Glance g, int columns, Dress dress) {
        int width = Math.max(LEAST_COLUMNS, columns);
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(top(g, width, dress));
        put(lines, "offered", offered(g), width, dress);
        put(lines, "attempts", attempts(g), width, dress);
        put(lines, "goodput", goodput(g), width, dress);
        put(lines, "perceived", perceived(g), width, dress);
        put(
                lines,
                "in force",
                g.inForce().isEmpty() ? "nothing" : String.join("; ", g.inForce()),
                width,
                dress);
        dependencies(lines, g, width, dress);
        put(lines, "generator", generator(g), width, dress);
        return lines;
    }

    private String top(Glance g, int width, Dress dress) {
        String head = Plain.cut(Plain.of(title), width / 3);
        String clock = Figures.clock(g.atNanos() / 1e9);
        String name = Names.of(g.phase());
        String left = timetable.left(g.phase(), Math.max(0, phaseBegan), g.atNanos());
        String room = " ".repeat(Math.max(2, LABEL - Plain.columns(head)));
        int used = Plain.columns(head + room + clock + name) + 2;
        return dress.in(Tone.STRONG, head)
                + room
                + clock
                + "  "
                + dress.in(g.phase() == Phase.TRIGGER ? Tone.OPEN : Tone.STRONG, name)
                + Plain.cut(", " + left, Math.max(1, width - used));
    }

    private static void put(List<String> lines, String label, String text, int width, Dress dress) {
        String room = " ".repeat(Math.max(1, LABEL - label.length()));
        lines.add(
                dress.in(Tone.FAINT, label)
                        + room
                        + Plain.cut(Plain.of(text), Math.max(1, width - LABEL)));
    }

    private static String offered(Glance g) {
        return rate(g.intents())
                + " intents/s"
                + (Double.isNaN(g.planned()) ? "" : " (planned " + rate(g.planned()) + ")")
                + ", by "
                + Figures.count(g.users())
                + " users";
    }

    private static String attempts(Glance g) {
        return rate(g.requests()) + " requests/s" + amplified(g);
    }

    private static String amplified(Glance g) {
        return Double.isNaN(g.amplification())
                ? ""
                : ", " + Figures.say("%.1f", g.amplification()) + " for each one needed";
    }

    private static String goodput(Glance g) {
        return rate(g.answered())
                + " intents/s answered in time, "
                + rate(g.abandoned())
                + " given up, "
                + Figures.count(g.waiting())
                + " waiting";
    }

    private static String perceived(Glance g) {
        return Double.isNaN(g.p50())
                ? "nothing ended in the last seconds"
                : "half within "
                        + Figures.seconds(g.p50())
                        + " (p50)"
                        + (Double.isNaN(g.p99())
                                ? ""
                                : ", 99 % within " + Figures.seconds(g.p99()) + " (p99)");
    }

    private static String generator(Glance g) {
        var parts = new ArrayList<String>();
        if (!Double.isNaN(g.latenessP99())) {
            parts.add("sends " + Figures.seconds(g.latenessP99()) + " late (p99)");
        }
        if (!Double.isNaN(g.cpuShare()) && g.cpuShare() >= 0) {
            parts.add("uses " + Figures.say("%.0f %%", 100 * g.cpuShare()) + " of a core");
        }
        return parts.isEmpty() ? "not known yet" : String.join(", ", parts);
    }

    private static void dependencies(List<String> lines, Glance g, int width, Dress dress) {
        var table = new TextTable();
        for (Glance.Listener listener : g.dependencies()) {
            table.row(
                    Cell.of(listener.name()),
                    Cell.figure(Figures.say("%,.0f/s", listener.requests())),
                    Cell.figure(listener.inFlight() + " in flight"),
                    Cell.figure(listener.connections() + " connections"));
        }
        String label = "dependencies";
        for (String line : table.lines(0, width - LABEL, dress)) {
            lines.add(dress.in(Tone.FAINT, label) + " ".repeat(LABEL - label.length()) + line);
            label = "";
        }
    }

    private static String rate(double rate) {
        return Figures.rate(rate);
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Glance;
import dev.unruly.model.Phase;
import dev.unruly.model.Phases;
import dev.unruly.report.Panel;
import dev.unruly.report.Timetable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;

/// Shows how a run goes: on a terminal in lines that are drawn over, elsewhere in a line at every
/// change and every ten seconds.
final class Screen implements Consumer<Glance>, AutoCloseable {

    private static final long EVERY_NANOS = 10_000_000_000L;
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String ALL_BELOW = "\u001b[J";
    private static final String HOLD_PICTURE = "\u001b[?2026h";
    private static final String SHOW_PICTURE = "\u001b[?2026l";

    private final PrintWriter say;
    private final Voice voice;
    private final Panel panel;
    private int drawn;
    private long nextLine = EVERY_NANOS;

    private Screen(PrintWriter say, Voice voice, Panel panel) {
        this.say = say;
        this.voice = voice;
        this.panel = panel;
    }

    /// A screen for a plan.
    ///
    /// @param title what is played, in a word or three
    static Screen of(String title, Plan plan, PrintWriter say, Voice voice) {
        Phases phases = plan.experiment().phases();
        var timetable =
                new Timetable(
                        phases.warmUpNanos(),
                        plan.baselineEndNanos(),
                        plan.triggersOverNanos(),
                        phases.watchNanos(),
                        phases.reliefMostNanos());
        return new Screen(say, voice, new Panel(title, timetable));
    }

    @Override
    public void accept(Glance glance) {
        if (voice.live()) {
            redraw(glance);
        } else {
            tell(glance);
        }
    }

    private void tell(Glance glance) {
        List<String> news = panel.news(glance, Integer.MAX_VALUE, voice.dress());
        voice.say(say, news);
        if (glance.atNanos() >= nextLine) {
            nextLine = glance.atNanos() - glance.atNanos() % EVERY_NANOS + EVERY_NANOS;
            if (glance.phase() != Phase.RELIEF) {
                voice.say(say, panel.line(glance, Integer.MAX_VALUE));
            }
        }
    }

    /// All in one piece of text, each line written over and its rest cleared: nothing flickers.
    private void redraw(Glance glance) {
        int columns = voice.columns();
        var picture = new StringBuilder(HOLD_PICTURE);
        up(picture);
        List<String> news = panel.news(glance, columns, voice.dress());
        List<String> frame = panel.frame(glance, columns - 1, voice.dress());
        for (List<String> lines : List.of(news, frame)) {
            for (String line : lines) {
                picture.append(voice.shown(line)).append(REST_OF_LINE).append('\n');
            }
        }
        picture.append(ALL_BELOW).append(SHOW_PICTURE);
        drawn = frame.size();
        say.print(picture);
        say.flush();
    }

    private void up(StringBuilder picture) {
        picture.append('\r');
        if (drawn > 0) {
            picture.append("\u001b[" + drawn + "A");
        }
    }

    @Override
    public void close() {
        clear();
    }

    /// Takes back what was drawn; what was said stays.
    void clear() {
        if (drawn > 0) {
            var picture = new StringBuilder();
            up(picture);
            say.print(picture.append(ALL_BELOW));
            say.flush();
            drawn = 0;
        }
    }
}

package dev.unruly.cli;

import dev.unruly.model.Glance;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/// Says in a line every few seconds how a run goes.
final class Ticker implements Consumer<Glance> {

    private static final long EVERY_NANOS = 2_000_000_000L;

    private final PrintWriter say;
    private long next;

    Ticker(PrintWriter say) {
        this.say = say;
    }

    @Override
    public void accept(Glance g) {
        if (g.atNanos() < next) {
            return;
        }
        next = g.atNanos() + EVERY_NANOS;
        var listeners = new StringBuilder();
        g.dependencies()
                .forEach(l ->
                        listeners.append(
                                String.format(
                                        Locale.ROOT,
                                        " %s %.0f/s %d/%d",
                                        l.name(),
                                        l.requests(),
                                        l.inFlight(),
                                        l.connections())));
        say.printf(
                Locale.ROOT,
                "%4d s %-8s intents %5.1f/%5.1f requests %6.1f good %5.1f left %5.1f waiting %4d"
                        + " amp %4.1f p50 %.3f p99 %.3f users %d late %.4f cpu %.2f |%s %s%n",
                g.atNanos() / 1_000_000_000L,
                g.phase(),
                g.intents(),
                g.planned(),
                g.requests(),
                g.answered(),
                g.abandoned(),
                g.waiting(),
                g.amplification(),
                g.p50(),
                g.p99(),
                g.users(),
                g.latenessP99(),
                g.cpuShare(),
                listeners,
                g.inForce());
        say.flush();
    }
}

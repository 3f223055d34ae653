package dev.unruly.cli;

import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import java.io.PrintWriter;
import java.util.Locale;

/// What several seeds have shown, in a table.
final class SeedTable {

    private SeedTable() {}

    static void print(PrintWriter say, SeedsResult result) {
        say.printf(
                Locale.ROOT,
                "%20s  %-8s %-14s %9s %9s %14s%n",
                "seed",
                "verdict",
                "recovery",
                "after",
                "goodput",
                "amplification");
        for (SeedsResult.Run run : result.runs()) {
            RunResult r = run.result();
            say.printf(
                    Locale.ROOT,
                    "%20d  %-8s %-14s %9s %9s %14s%n",
                    r.header().seed(),
                    r.verdict().word(),
                    r.recovery().word(),
                    figure("%.0f s", r.timeToRecoverSeconds()),
                    figure("%.1f %%", 100 * r.goodput().watch()),
                    figure("%.2f", r.amplification().watch()));
        }
        say.println("(goodput and amplification after the last trigger's end)");
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }
}

package dev.unruly.cli;

import dev.unruly.model.PairedResult;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Proportion;
import java.io.PrintWriter;
import java.util.Locale;

/// What settings have changed over several seeds, in tables.
final class PairTable {

    private static final double LEVEL = 0.95;

    private PairTable() {}

    static void print(PrintWriter say, PairedResult result) {
        say.printf(Locale.ROOT, "%20s  %-25s %-25s%n", "seed", "before", "after");
        for (int i = 0; i < result.before().runs().size(); i++) {
            RunResult before = result.before().runs().get(i).result();
            RunResult after = result.after().runs().get(i).result();
            say.printf(
                    Locale.ROOT,
                    "%20d  %-25s %-25s%s%n",
                    before.header().seed(),
                    ended(before),
                    ended(after),
                    i == 0 ? " (settings are from it)" : "");
        }
        pairs(say, result.pairs());
        SeedsResult after = result.after();
        say.println(after.verdict().word() + ": " + after.why());
    }

    private static String ended(RunResult result) {
        return result.verdict().word() + ", " + result.recovery().word();
    }

    private static void pairs(PrintWriter say, PairedResult.Pairs pairs) {
        say.println();
        say.printf(Locale.ROOT, "%-24s %14s %14s%n", "of the other seeds", "after: fails", "holds");
        say.printf(
                Locale.ROOT,
                "%24s %14d %14d%n",
                "before: fails",
                pairs.bothFail(),
                pairs.onlyBefore());
        say.printf(Locale.ROOT, "%24s %14d %14d%n", "holds", pairs.onlyAfter(), pairs.bothHold());
        if (pairs.unclear() > 0) {
            say.printf(Locale.ROOT, "of %d more it is not known%n", pairs.unclear());
        }
        say.printf(
                Locale.ROOT,
                "failed before: %s; after: %s%n",
                share(pairs.failedBefore(), pairs.known()),
                share(pairs.failedAfter(), pairs.known()));
        say.printf(
                Locale.ROOT,
                "%d of them changed; if settings changed nothing, a change so one-sided would come"
                        + " with p = %.2g (McNemar's exact test)%n%n",
                pairs.onlyBefore() + pairs.onlyAfter(),
                pairs.test().pDifferent());
    }

    private static String share(int fails, int of) {
        Interval interval = new Proportion(fails, of).wilson(LEVEL);
        return String.format(
                Locale.ROOT,
                "%d of %d (%.0f %% to %.0f %% of all seeds, 95 %%)",
                fails,
                of,
                100 * interval.low(),
                100 * interval.high());
    }
}

package dev.unruly.judge;

import dev.unruly.model.GeneratorSecond;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Whether the generator itself could have shaped the result.
///
/// @param lateness of everything that was due from the baseline's beginning on
/// @param longestPauseNanos of the garbage collector
/// @param cpuShare mean share of a core that the generator used
/// @param reasons why it could; empty: it could not
record Fitness(Latencies lateness, long longestPauseNanos, double cpuShare, List<String> reasons) {

    /// Lateness below this is below what anybody expects of a shared machine.
    private static final long LEAST_LATE_NANOS = 10_000_000L;

    /// Lateness of a tenth of a typical wait does not shape what users feel.
    private static final double LATE_SHARE_OF_WAIT = 0.1;

    private static final double MOST_LATE = 0.01;
    private static final long MOST_PAUSE_NANOS = 250_000_000L;

    /// A generator that does not get to count itself does not get to send in time either.
    private static final double MOST_SILENT = 0.05;

    /// Seconds that need not have been told yet.
    private static final int ON_ITS_WAY = 2;

    private static final long SECOND = 1_000_000_000L;

    Fitness {
        reasons = List.copyOf(reasons);
    }

    boolean fit() {
        return reasons.isEmpty();
    }

    /// Looks at the seconds in [from, to).
    ///
    /// @param typicalWaitNanos the median of what users waited in the baseline
    static Fitness of(Ledger ledger, int from, int to, long typicalWaitNanos, int loops) {
        var lateness = new Latencies();
        long pause = 0;
        double cpu = 0;
        var told = new BitSet();
        int seconds = 0;
        int busy = 0;
        for (GeneratorSecond second : ledger.generator) {
            if (second.second() < from || second.second() >= to) {
                continue;
            }
            told.set(second.second());
            lateness.add(second.lateness());
            pause = Math.max(pause, second.longestPauseNanos());
            cpu += Math.max(0, second.cpuShare());
            busy += second.cpuShare() > 0.95 * loops ? 1 : 0;
            seconds++;
        }
        var reasons = new ArrayList<String>();
        long late = Math.max(LEAST_LATE_NANOS, (long) (LATE_SHARE_OF_WAIT * typicalWaitNanos));
        if (lateness.shareOver(late) > MOST_LATE) {
            reasons.add(
                    Words.say(
                            "%s of what was due was sent more than %s late (p99 %s), with %.0f %% of"
                                    + " a core used by the generator; give it a core of its own or"
                                    + " lower the load",
                            Words.share(lateness.shareOver(late)),
                            Words.nanos(late),
                            Words.nanos(lateness.quantile(0.99)),
                            100 * cpu / Math.max(1, seconds)));
        }
        if (seconds > 0 && busy > 0.2 * seconds) {
            reasons.add(
                    Words.say(
                            "the generator's %d event loop(s) were busy all the time in %d of %d s;"
                                    + " use more --loops or lower the load",
                            loops, busy, seconds));
        }
        int known = Math.min(to, (int) (ledger.lastNanos() / SECOND) - ON_ITS_WAY);
        int until = Math.max(from, Math.max(known, told.length()));
        int silent = until - from - told.cardinality();
        if (silent > 1 && silent > MOST_SILENT * (until - from)) {
            reasons.add(
                    Words.say(
                            "the generator did not come to look at itself in %d of %d s, so little"
                                    + " CPU was left for it; give it a core of its own or lower the"
                                    + " load",
                            silent, until - from));
        }
        if (pause > MOST_PAUSE_NANOS) {
            reasons.add(
                    Words.say(
                            "the generator's garbage collector stopped it for %s",
                            Words.nanos(pause)));
        }
        if (ledger.heldBack() > 0) {
            reasons.add(
                    Words.say(
                            "%d requests were not sent, because allow-targets lets no more be sent"
                                    + " there in a second; raise its max-rate if you may, or lower the"
                                    + " load",
                            ledger.heldBack()));
        }
        if (ledger.notSent() > ledger.heldBack()) {
            reasons.add(
                    Words.say(
                            "%d requests could not be sent because this machine ran out of ports,"
                                    + " descriptors or memory (see `ulimit -n` and"
                                    + " net.ipv4.ip_local_port_range)",
                            ledger.notSent() - ledger.heldBack()));
        }
        return new Fitness(lateness, pause, seconds == 0 ? 0 : cpu / seconds, reasons);
    }
}

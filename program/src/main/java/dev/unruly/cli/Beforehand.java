package dev.unruly.cli;

import dev.unruly.engine.Forecast;
import dev.unruly.engine.Plan;
import dev.unruly.model.AllowedTarget;
import dev.unruly.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What can be said before anything is sent: that a plan asks for more than may be sent, or than
/// this process can hold open.
final class Beforehand {

    /// Descriptors that a run needs besides its users' connections: the journal, reports,
    /// listeners, the loops' own, hooks.
    private static final long OTHER_DESCRIPTORS = 64;

    private Beforehand() {}

    /// In what way a plan is more than `allow-targets` allows; empty: it is not.
    static List<String> beyondBound(Plan plan, Forecast forecast, int loops) {
        Optional<AllowedTarget> bound = plan.experiment().bound();
        if (bound.isEmpty()) {
            return List.of();
        }
        var problems = new ArrayList<String>();
        double rate = bound.get().requestsPerSecond();
        int most = (int) Math.max(1, Math.min(rate, Integer.MAX_VALUE));
        int window = (int) Math.min(86_400, Math.ceil(Math.max(1, 1 / rate)));
        if (loops > most) {
            problems.add(
                    say(
                            "%d loops cannot share max-rate %s/s in whole requests; write --loops %d"
                                    + " or less",
                            loops, number(rate), most));
        }
        Series requests = forecast.requestsPerSecond();
        double now = 0;
        double peak = 0;
        int at = 0;
        for (int second = 0; second < requests.seconds(); second++) {
            now += requests.at(second) - (second < window ? 0 : requests.at(second - window));
            if (now > peak) {
                peak = now;
                at = second;
            }
        }
        if (peak > most) {
            problems.add(
                    say(
                            "%.0f requests are due within %d s (second %d of the plan), and"
                                    + " allow-targets lets no more than %s/s be sent to %s; raise its"
                                    + " max-rate if you may, or lower `arrivals`",
                            peak, window, at, number(rate), bound.get().host()));
        }
        return problems;
    }

    /// Why this process cannot hold a plan's connections open at once; empty: it can, or this
    /// machine does not tell.
    ///
    /// @param limit how many descriptors this process may have open
    /// @param open how many it has open now
    static Optional<String> beyondDescriptors(Forecast forecast, OptionalLong limit, long open) {
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        long taken = open + OTHER_DESCRIPTORS;
        long needed = forecast.peakConnections();
        if (needed + taken <= limit.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(
                say(
                        "users would have up to %d connections open at once, and this process may"
                                + " have %d files and sockets open, of which it needs %d for itself;"
                                + " raise the limit to %d or more (ulimit -n %d), or lower `arrivals`"
                                + " or the clients' `connections`",
                        needed, limit.getAsLong(), taken, needed + taken, needed + taken));
    }

    private static String number(double rate) {
        return rate == Math.rint(rate) ? say("%.0f", rate) : Double.toString(rate);
    }

    private static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Export.Spoken;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.List;

/// A configuration of HAProxy: for every dependency a frontend that listens where the gateway did,
/// and a backend for the dependency and for each route.
final class HaproxyFile {

    private static final List<String> DEFAULTS =
            List.of(
                    "defaults",
                    "    mode http",
                    "    # Where no policy says otherwise.",
                    "    timeout client 60s",
                    "    timeout connect 60s",
                    "    timeout server 60s",
                    "    timeout queue 60s",
                    "    retries 0");

    private final List<String> lines = new ArrayList<>(DEFAULTS);

    Exported of(Spoken spoken) {
        for (List<Spot> spots : spoken.guarded()) {
            List<Spot> told = new ArrayList<>();
            for (Spot spot : spots) {
                if (spot.isPlain()) {
                    told.add(spot);
                } else {
                    spoken.losses()
                            .place(spot, "route", "is left out: its path has unusual characters");
                }
            }
            frontend(told);
            told.forEach(spot -> backend(spot, spoken.losses()));
        }
        return new Exported(String.join("\n", lines) + "\n", spoken.losses().all());
    }

    private void frontend(List<Spot> spots) {
        Spot whole = spots.getLast();
        lines.add("");
        lines.add("frontend " + whole.slug());
        lines.add("    bind " + whole.dependency().listen());
        for (Spot spot : spots) {
            if (spot.isWhole()) {
                lines.add("    default_backend " + spot.slug());
            } else {
                String method = spot.method().isEmpty() ? "" : "{ method " + spot.method() + " } ";
                String path = (spot.isBeginning() ? "path_beg " : "path ") + spot.path();
                lines.add("    use_backend " + spot.slug() + " if " + method + "{ " + path + " }");
            }
        }
    }

    private void backend(Spot spot, Losses losses) {
        lines.add("");
        lines.add("backend " + spot.slug());
        var server = new StringBuilder();
        for (Policy policy : spot.policies()) {
            add(spot, policy, server, losses);
        }
        int n = 0;
        for (HostPort upstream : spot.dependency().upstreams()) {
            n++;
            lines.add("    server instance" + n + " " + upstream + server);
        }
    }

    private void add(Spot spot, Policy policy, StringBuilder server, Losses losses) {
        switch (policy) {
            case Policy.Timeout p -> timeout(spot, p, losses);
            case Policy.Retry p -> retry(spot, p, losses);
            case Policy.Budget p ->
                    losses.out(spot, p, "HAProxy has no budget for what it tries again");
            case Policy.Breaker p ->
                    losses.out(
                            spot, p, "HAProxy counts errors in a row (observe), not their share");
            case Policy.Bulkhead p -> bulkhead(spot, p, server, losses);
            case Policy.SingleFlight p ->
                    losses.out(spot, p, "HAProxy lets nobody wait for another's answer");
            case Policy.Hedge p -> losses.out(spot, p, "HAProxy does not hedge");
            case Policy.Concurrency p ->
                    losses.out(
                            spot, p, "a limit of HAProxy does not adapt to how fast answers are");
            case Policy.Rate p -> rate(spot, p, losses);
            case Policy.Shed p ->
                    losses.out(spot, p, "HAProxy's queue has priorities but no target for a wait");
            case Policy.Throttle p ->
                    losses.out(spot, p, "HAProxy does not compare requests with what was accepted");
            case Policy.Ejection p ->
                    losses.out(spot, p, "HAProxy leaves out what fails, not what is slow");
            case Policy.Cache p ->
                    losses.out(
                            spot,
                            p,
                            "HAProxy's cache goes by the answers' own headers, in whole seconds,"
                                    + " and gives nothing stale");
        }
    }

    private void timeout(Spot spot, Policy.Timeout p, Losses losses) {
        losses.probes(spot, p);
        lines.add("    timeout connect " + Units.ms(p.nanos()));
        lines.add("    timeout server " + Units.ms(p.nanos()));
        losses.part(
                spot,
                p,
                "",
                "bounds the wait for an answer's head and each pause after it, not the whole"
                        + " answer, and passes no deadline on");
    }

    /// Only methods that may be repeated (RFC 9110, 9.2.2).
    private void retry(Spot spot, Policy.Retry p, Losses losses) {
        lines.add("    retries " + p.most());
        lines.add("    retry-on conn-failure empty-response response-timeout 502 503 504");
        lines.add("    option redispatch 1");
        lines.add(
                "    http-request disable-l7-retry if !{ method GET HEAD OPTIONS PUT DELETE TRACE }");
        losses.part(
                spot,
                p,
                ".backoff",
                "is left out: HAProxy pauses for up to a second after a refused connection, and"
                        + " not at all after an answer");
        losses.part(
                spot,
                p,
                "",
                "repeats only what fits into one buffer (tune.bufsize, 16 kB), its body included");
    }

    /// `maxconn` is of one server, so the places are divided among the instances. A queue time-out
    /// of 0 would mean that there is none.
    private void bulkhead(Spot spot, Policy.Bulkhead p, StringBuilder server, Losses losses) {
        int instances = spot.dependency().upstreams().size();
        int each = Math.max(1, p.most() / instances);
        lines.add("    timeout queue " + Math.max(1, Units.millis(p.waitNanos())) + "ms");
        server.append(" maxconn ").append(each);
        if (p.waitNanos() == 0) {
            losses.part(spot, p, ".wait", "is 1 ms: HAProxy takes 0 for no bound");
        }
        if (instances > 1) {
            losses.part(spot, p, ".most", "is " + each + " at each of " + instances + " instances");
        }
        losses.part(
                spot,
                p,
                ".most",
                "is exceeded by work whose caller has left, whose place is free; routes that have"
                        + " no bulkhead of their own have as many places again");
    }

    /// A burst in the time in which the rate lets a burst through, over a sliding window.
    private void rate(Spot spot, Policy.Rate p, Losses losses) {
        String period = Units.ms(Units.period(p.perSecond(), p.burst()));
        lines.add("    stick-table type integer size 1 store http_req_rate(" + period + ")");
        lines.add("    http-request track-sc0 int(1)");
        lines.add(
                "    http-request deny deny_status 429 if { sc_http_req_rate(0) gt "
                        + p.burst()
                        + " }");
        losses.part(
                spot,
                p,
                "",
                "counts what was turned away too: who keeps asking too fast gets nothing; routes"
                        + " that have no rate of their own have as much again");
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Export.Spoken;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Settings of nginx, to be included within `http { }`: for every dependency an upstream and a
/// server that listens where the gateway did, with a location for every route.
final class NginxFile {

    private static final String SINGLE = "nginx knows one request at a time";

    private final List<String> zones = new ArrayList<>();
    private final List<String> servers = new ArrayList<>();
    private final Set<String> zoned = new HashSet<>();

    Exported of(Spoken spoken) {
        for (List<Spot> spots : spoken.guarded()) {
            server(spots, spoken.losses());
        }
        var lines = new ArrayList<String>(List.of("# To be included within http { } of nginx."));
        lines.addAll(zones);
        lines.addAll(servers);
        return new Exported(String.join("\n", lines) + "\n", spoken.losses().all());
    }

    private void server(List<Spot> spots, Losses losses) {
        Spot whole = spots.getLast();
        servers.add("");
        servers.add("upstream " + whole.slug() + " {");
        for (HostPort upstream : whole.dependency().upstreams()) {
            servers.add("    server " + upstream + ";");
        }
        servers.add("    keepalive 64;");
        servers.add("}");
        servers.add("server {");
        servers.add("    listen " + whole.dependency().listen() + ";");
        servers.add("    server_name " + whole.slug() + ";");
        var places = new HashSet<String>();
        for (Spot spot : spots) {
            String place = place(spot);
            if (!spot.isPlain()) {
                losses.place(spot, "route", "is left out: its path has unusual characters");
            } else if (places.add(place)) {
                if (!spot.method().isEmpty()) {
                    losses.place(spot, "route", "is for every method: a location has none");
                }
                location(spot, whole, place, losses);
            } else if (spot.isWhole()) {
                // A route for everything has taken its place; what is lost is lost all the same.
                var unseen = new ArrayList<String>();
                spot.policies().forEach(p -> add(spot, spot.slug(), p, unseen, losses));
            } else {
                losses.place(
                        spot,
                        "route",
                        "is left out: another has this path, and a location has no method");
            }
        }
        servers.add("}");
    }

    private static String place(Spot spot) {
        if (spot.isWhole() || (spot.isBeginning() && spot.path().equals("/"))) {
            return "/";
        }
        return (spot.isBeginning() ? "^~ " : "= ") + spot.path();
    }

    private void location(Spot spot, Spot whole, String place, Losses losses) {
        var lines = new ArrayList<String>();
        lines.add("proxy_pass http://" + whole.slug() + ";");
        lines.add("proxy_http_version 1.1;");
        lines.add("proxy_set_header Host $http_host;");
        lines.add("proxy_set_header Connection \"\";");
        if (spot.find(Policy.Retry.class).isEmpty()) {
            lines.add("proxy_next_upstream off;");
        }
        for (Policy policy : spot.policies()) {
            String owner = spot.owns(policy) ? spot.slug() : whole.slug();
            add(spot, owner, policy, lines, losses);
        }
        servers.add("    location " + place + " {");
        lines.forEach(line -> servers.add("        " + line));
        servers.add("    }");
    }

    private void add(Spot spot, String owner, Policy policy, List<String> to, Losses losses) {
        switch (policy) {
            case Policy.Timeout p -> timeout(spot, p, to, losses);
            case Policy.Retry p -> retry(spot, p, to, losses);
            case Policy.Budget p ->
                    losses.out(spot, p, "nginx has no budget for what it tries again");
            case Policy.Breaker p ->
                    losses.out(spot, p, "nginx has no circuit breaker by failure share");
            case Policy.Bulkhead p -> bulkhead(spot, owner, p, to, losses);
            case Policy.SingleFlight p -> singleFlight(spot, owner, p, to, losses);
            case Policy.Hedge p -> losses.out(spot, p, "nginx does not hedge");
            case Policy.Concurrency p ->
                    losses.out(spot, p, "a limit of nginx does not adapt to what is carried");
            case Policy.Rate p -> rate(spot, owner, p, to, losses);
            case Policy.Shed p -> losses.out(spot, p, SINGLE + " and not how long others waited");
            case Policy.Throttle p -> losses.out(spot, p, SINGLE + " and not what was accepted");
            case Policy.Ejection p ->
                    losses.out(
                            spot, p, "nginx leaves out what fails (max_fails), not what is slow");
            case Policy.Cache p -> cache(spot, owner, p, to, losses);
        }
    }

    private static void timeout(Spot spot, Policy.Timeout p, List<String> to, Losses losses) {
        losses.probes(spot, p);
        String time = Units.ms(p.nanos());
        to.add("proxy_connect_timeout " + time + ";");
        to.add("proxy_send_timeout " + time + ";");
        to.add("proxy_read_timeout " + time + ";");
        losses.part(
                spot,
                p,
                "",
                "bounds each pause between two reads, not the whole answer, and passes no deadline"
                        + " on");
    }

    /// nginx itself repeats only what is idempotent, unless it is told otherwise.
    private static void retry(Spot spot, Policy.Retry p, List<String> to, Losses losses) {
        to.add("proxy_next_upstream error timeout http_502 http_503 http_504;");
        to.add("proxy_next_upstream_tries " + (p.most() + 1) + ";");
        losses.part(spot, p, ".backoff", "is left out: nginx tries the next instance at once");
        int instances = spot.dependency().upstreams().size();
        if (instances <= p.most()) {
            losses.part(
                    spot,
                    p,
                    ".most",
                    "is at most "
                            + (instances - 1)
                            + ": nginx tries each of "
                            + instances
                            + " once");
        }
    }

    private void bulkhead(
            Spot spot, String owner, Policy.Bulkhead p, List<String> to, Losses losses) {
        zone("limit_conn_zone $server_name zone=" + owner + "-places:32k;");
        to.add("limit_conn " + owner + "-places " + p.most() + ";");
        to.add("limit_conn_status 503;");
        losses.part(
                spot, p, ".most", "is exceeded by work whose caller has left: its place is free");
        if (p.waitNanos() > 0) {
            losses.part(spot, p, ".wait", "is left out: who finds no place is turned away");
        }
    }

    private void singleFlight(
            Spot spot, String owner, Policy.SingleFlight p, List<String> to, Losses losses) {
        if (spot.find(Policy.Cache.class).isEmpty()) {
            store(owner, "1m");
            to.add("proxy_cache " + owner + "-answers;");
            to.add("proxy_cache_valid 200 1s;");
            losses.part(spot, p, "", "needs answers that may be kept, and keeps them for a second");
        }
        to.add("proxy_cache_key " + key(p.sharedBy()) + ";");
        to.add("proxy_cache_lock on;");
        to.add("proxy_cache_lock_timeout " + Units.ms(p.waitNanos()) + ";");
        to.add("proxy_cache_lock_age " + Units.ms(p.waitNanos()) + ";");
    }

    private void cache(Spot spot, String owner, Policy.Cache p, List<String> to, Losses losses) {
        store(owner, Math.max(1, Units.seconds(p.freshNanos() + p.staleNanos())) + "s");
        to.add("proxy_cache " + owner + "-answers;");
        to.add("proxy_cache_valid 200 " + Units.seconds(p.freshNanos()) + "s;");
        if (spot.find(Policy.SingleFlight.class).isEmpty()) {
            to.add("proxy_cache_key " + key(p.sharedBy()) + ";");
        }
        if (p.staleNanos() > 0) {
            to.add("proxy_cache_use_stale updating;");
            to.add("proxy_cache_background_update on;");
            losses.part(spot, p, ".stale", "ends when nobody has asked for so long, not with age");
        }
        if (p.jitter().value() > 0) {
            losses.part(spot, p, ".jitter", "is left out: all answers are good for equally long");
        }
        if (p.eagerness() > 0) {
            losses.part(spot, p, ".eagerness", "is left out: nothing is refreshed before its time");
        }
    }

    private void store(String owner, String inactive) {
        zone(
                "proxy_cache_path /var/cache/unruly-"
                        + owner
                        + " keys_zone="
                        + owner
                        + "-answers:8m inactive="
                        + inactive
                        + ";");
    }

    private static String key(Policy.Sharing sharing) {
        String what = "$request_method $http_host$request_uri";
        return switch (sharing) {
            case ONE_PERSON -> "\"" + what + " $http_authorization $http_cookie\"";
            case EVERYBODY -> "\"" + what + "\"";
        };
    }

    /// nginx counts whole requests in a second or in a minute, and a burst beyond the first. A rate
    /// is rounded down: a limit is never exported larger than it was derived, but for one a minute.
    private void rate(Spot spot, String owner, Policy.Rate p, List<String> to, Losses losses) {
        boolean whole = p.perSecond() == Math.rint(p.perSecond());
        long count = Math.max(1, (long) Math.floor(whole ? p.perSecond() : 60 * p.perSecond()));
        String rate = count + (whole ? "r/s" : "r/m");
        zone("limit_req_zone $server_name zone=" + owner + "-rate:32k rate=" + rate + ";");
        String burst = p.burst() == 1 ? "" : " burst=" + (p.burst() - 1) + " nodelay";
        to.add("limit_req zone=" + owner + "-rate" + burst + ";");
        to.add("limit_req_status 429;");
        if (!whole && count != 60 * p.perSecond()) {
            losses.part(spot, p, ".limit", "is rounded to " + rate);
        }
    }

    private void zone(String line) {
        if (zoned.add(line)) {
            zones.add(line);
        }
    }
}

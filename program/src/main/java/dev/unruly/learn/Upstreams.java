package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.ObservedLatency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long those took who a server asked for its answers, as its log tells it (`$upstream_…` of
/// nginx, a proxy's time of its backend): by their names, without hosts and addresses.
public final class Upstreams {

    private static final int MOST = 100;

    /// Whatever has no name that may be written down.
    private static final String NAMELESS = "upstream";

    /// A word, or a host's first label, as behind the bars of `outbound|80||shop.default.svc`.
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:[^|]*\\|)*([A-Za-z][A-Za-z0-9_-]{0,60})(?:@\\w+|\\.[A-Za-z0-9_.-]+)?");

    private final Map<String, Place> places = new LinkedHashMap<>();

    private static final class Place {
        private final TookBands answered = new TookBands();
        private final TookBands cutOff = new TookBands();
        private long fromMillis = Long.MAX_VALUE;
        private long toMillis = Long.MIN_VALUE;
        private long requests;
        private long failed;
        private boolean repeatable = true;
    }

    /// Takes what one request says of it, if anything.
    public void add(Hit hit) {
        if (hit.upstreamMicros() < 0) {
            return;
        }
        String name = hit.upstream().isEmpty() ? NAMELESS : name(hit.upstream().text());
        Place place = places.get(name);
        if (place == null) {
            place =
                    places.computeIfAbsent(
                            places.size() < MOST ? name : NAMELESS, _ -> new Place());
        }
        double seconds = hit.upstreamMicros() / 1e6;
        (hit.leftEarly() ? place.cutOff : place.answered).add(seconds);
        place.requests++;
        place.failed += hit.status() >= 500 ? 1 : 0;
        place.fromMillis = Math.min(place.fromMillis, hit.atMillis());
        place.toMillis = Math.max(place.toMillis, hit.atMillis());
        place.repeatable &= hit.method().is("GET") || hit.method().is("HEAD");
    }

    private static String name(String said) {
        Matcher name = NAME.matcher(said);
        return name.matches() ? name.group(1) : NAMELESS;
    }

    /// What was told.
    public List<ObservedLatency> latencies() {
        var all = new ArrayList<ObservedLatency>();
        places.forEach((name, place) -> {
            if (!place.answered.isEmpty()) {
                all.add(
                        new ObservedLatency(
                                name,
                                "",
                                "",
                                place.answered.bands(),
                                place.cutOff.bands(),
                                Math.max(0, (place.toMillis - place.fromMillis) / 1e3),
                                place.requests,
                                0,
                                place.failed,
                                place.repeatable,
                                0));
            }
        });
        return all;
    }
}

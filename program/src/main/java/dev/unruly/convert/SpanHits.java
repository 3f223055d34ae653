package dev.unruly.convert;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;

/// The request that a trace begins with, as a log would have it.
public final class SpanHits {

    private SpanHits() {}

    /// Fills a hit.
    ///
    /// @param span what was served to somebody outside
    public static void fill(Hit hit, Span span) {
        hit.clear();
        Span.Caller caller = span.caller();
        String route = span.route().isEmpty() ? span.name() : span.route();
        int space = route.indexOf(' ');
        if (space > 0) {
            hit.method().set(route.substring(0, space));
        }
        String path = route.substring(space + 1);
        String asked = caller.target().isEmpty() ? path : caller.target();
        boolean whole = asked.startsWith("/") || asked.contains("://");
        hit.url().set(whole ? asked : "/" + asked);
        hit.host().set(span.service());
        hit.account().set(caller.account());
        hit.address().set(caller.address());
        hit.agent().set(caller.agent());
        hit.referrer().set(caller.referrer());
        hit.atMillis(span.startNanos() / 1_000_000);
        hit.tookMicros(span.nanos() / 1_000);
        switch (span.ending()) {
            case ANSWERED -> hit.status(200);
            case FAILED -> hit.status(500);
            case CUT_OFF -> hit.status(504);
        }
    }
}

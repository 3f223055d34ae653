package dev.unruly.convert;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import dev.unruly.model.Span.Kind;

/// The request that a trace begins with.
final class SpanHits {

    private SpanHits() {}

    /// Fills a hit; false: the span is not the first of its trace, or nobody's request.
    static boolean fill(Hit hit, Span span) {
        boolean first = span.parent().isEmpty();
        if (!first || span.kind() == Kind.CLIENT || span.kind() == Kind.INSIDE) {
            return false;
        }
        hit.clear();
        String route = span.route().isEmpty() ? span.name() : span.route();
        int space = route.indexOf(' ');
        if (space > 0) {
            hit.method().set(route.substring(0, space));
        }
        String path = route.substring(space + 1);
        hit.url().set(path.startsWith("/") ? path : "/" + path);
        hit.host().set(span.service());
        hit.atMillis(span.startNanos() / 1_000_000);
        hit.tookMicros(span.nanos() / 1_000);
        switch (span.ending()) {
            case ANSWERED -> hit.status(200);
            case FAILED -> hit.status(500);
            case CUT_OFF -> hit.status(504);
        }
        return true;
    }
}

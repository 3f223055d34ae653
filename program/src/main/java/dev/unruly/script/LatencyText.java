package dev.unruly.script;

import dev.unruly.model.ObservedLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// How long things took in production as a latency file: what is written here is read again as it
/// was.
public final class LatencyText {

    private LatencyText() {}

    /// The file's lines.
    public static List<String> lines(List<ObservedLatency> places) {
        var lines = new ArrayList<String>();
        lines.add("{");
        lines.add("  \"format\": \"" + LatencyReader.FORMAT + "\",");
        lines.add("  \"places\": [");
        for (int i = 0; i < places.size(); i++) {
            lines.add("    " + place(places.get(i)) + (i + 1 < places.size() ? "," : ""));
        }
        lines.add("  ]");
        lines.add("}");
        return lines;
    }

    private static String place(ObservedLatency place) {
        var parts = new StringJoiner(", ", "{ ", " }");
        parts.add("\"dependency\": " + quoted(place.dependency()));
        if (!place.route().isEmpty()) {
            parts.add("\"route\": " + quoted(place.route()));
        }
        if (!place.part().isEmpty()) {
            parts.add("\"part\": " + quoted(place.part()));
        }
        if (!place.instance().isEmpty()) {
            parts.add("\"instance\": " + quoted(place.instance()));
        }
        parts.add("\"answers\": " + bands(place.answered()));
        if (!place.cutOff().isEmpty()) {
            parts.add("\"cut-off\": " + bands(place.cutOff()));
        }
        if (place.seconds() > 0) {
            parts.add("\"seconds\": " + Ink.number(place.seconds()));
        }
        if (place.requests() > 0) {
            parts.add("\"requests\": " + place.requests());
        }
        if (place.peakPerSecond() > 0) {
            parts.add("\"peak\": \"" + Ink.rate(place.peakPerSecond()) + "\"");
        }
        if (place.failed() > 0) {
            parts.add("\"failed\": " + place.failed());
        }
        if (place.repeatable()) {
            parts.add("\"idempotent\": true");
        }
        if (place.deadlineNanos() > 0) {
            parts.add("\"deadline\": \"" + Ink.nanos(place.deadlineNanos()) + "\"");
        }
        return parts.toString();
    }

    private static String bands(List<ObservedLatency.Band> bands) {
        var buckets = new StringJoiner(", ", "{ \"buckets\": [ ", " ] }");
        long end = 0;
        for (ObservedLatency.Band band : bands) {
            if (band.aboveNanos() > end) {
                buckets.add(bucket(band.aboveNanos(), 0));
            }
            end = Math.max(band.upToNanos(), end + 1);
            buckets.add(bucket(end, band.count()));
        }
        return buckets.toString();
    }

    private static String bucket(long upToNanos, long count) {
        return "{ \"up-to\": \"%s\", \"count\": %d }".formatted(Ink.nanos(upToNanos), count);
    }

    private static String quoted(String text) {
        return '"' + JsonBody.escaped(Ink.bare(text)) + '"';
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Guess.Format;
import dev.unruly.model.Hit;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Which of the known logs in JSON lines are of: that whose fields are found in most of them, and
/// of those the one that finds most.
final class JsonGuess {

    private JsonGuess() {}

    /// Finds it.
    ///
    /// @param file for the message
    /// @throws IOException with words for people: no request is found in most lines
    static Format of(String file, List<byte[]> lines) throws IOException {
        String name = "";
        Map<String, Column> fields = Map.of();
        double best = 0;
        double sure = 0;
        for (var one : JsonFields.known().entrySet()) {
            var hit = new Hit();
            var reader = new JsonLine(one.getValue());
            int good = 0;
            int found = 0;
            for (byte[] line : lines) {
                if (reader.read(line, 0, line.length, hit) == Flaw.NONE) {
                    good++;
                    found += richness(hit);
                }
            }
            double share = (double) good / lines.size();
            double score = 20 * share + (good == 0 ? 0 : (double) found / good);
            if (share >= 0.5 && score > best) {
                best = score;
                name = one.getKey();
                fields = one.getValue();
                sure = share;
            }
        }
        if (name.isEmpty()) {
            throw new IOException(unknown(file, lines));
        }
        Map<String, Column> mapping = fields;
        return new Format.Text(name, sure, () -> new JsonLine(mapping));
    }

    /// How many of the things that are asked of a request it says.
    private static int richness(Hit hit) {
        return (hit.status() > 0 ? 1 : 0)
                + (hit.bytes() >= 0 ? 1 : 0)
                + (hit.tookMicros() >= 0 ? 1 : 0)
                + (hit.method().isEmpty() ? 0 : 1)
                + (hit.address().isEmpty() ? 0 : 1)
                + (hit.account().isEmpty() ? 0 : 1)
                + (hit.agent().isEmpty() ? 0 : 1)
                + (hit.referrer().isEmpty() ? 0 : 1)
                + (hit.region().isEmpty() ? 0 : 1);
    }

    private static String unknown(String file, List<byte[]> lines) {
        List<String> names = JsonLine.names(lines);
        String fields = names.isEmpty() ? "" : "Its fields: " + String.join(", ", names) + "\n";
        return file
                + ": lines of JSON in which no request is found in most\n"
                + fields
                + "Write with --map FILE which field says what, a line each, as `url = http.path`,"
                + " `ended = timestamp`, `took = http.took:ms`, or a known name with --format: "
                + String.join(", ", JsonFields.known().keySet());
    }
}

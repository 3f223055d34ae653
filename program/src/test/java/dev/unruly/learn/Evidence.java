package dev.unruly.learn;

import dev.unruly.model.Hit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests for tests, and what is made of them.
final class Evidence implements AutoCloseable {

    private static final Pattern LINE =
            Pattern.compile(
                    "(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] \"(\\S+) ([^\"]*?)(?: HTTP/[0-9.]+)?\""
                            + " (\\d+) (\\S+)(?: \"([^\"]*)\" \"([^\"]*)\")?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final Coder coder;
    private final Hit hit = new Hit();

    Evidence(Path folder, Rules rules) throws IOException {
        coder = new Coder(folder, 42, rules);
    }

    Evidence(Path folder) throws IOException {
        this(folder, Rules.usual());
    }

    Coder coder() {
        return coder;
    }

    /// A page got with status 200, by an address.
    Evidence get(String address, double seconds, String url) {
        return ask(address, "GET", seconds, url, 200, -1);
    }

    Evidence ask(
            String address, String method, double seconds, String url, int status, double took) {
        hit.clear();
        hit.address().set(address);
        hit.agent().set("a browser");
        hit.method().set(method);
        hit.url().set(url);
        hit.atMillis(1_000_000_000_000L + Math.round(seconds * 1000));
        hit.status(status);
        hit.leftEarly(status == 499);
        hit.tookMicros(took < 0 ? -1 : Math.round(took * 1e6));
        coder.hit(hit);
        return this;
    }

    /// Lines of the common or combined format; others are left out.
    Evidence lines(List<String> lines) {
        for (String line : lines) {
            Matcher m = LINE.matcher(line);
            if (m.lookingAt()) {
                hit.clear();
                hit.address().set(m.group(1));
                hit.atMillis(OffsetDateTime.parse(m.group(2), TIME).toInstant().toEpochMilli());
                hit.method().set(m.group(3));
                hit.url().set(m.group(4));
                hit.status(Integer.parseInt(m.group(5)));
                hit.leftEarly(hit.status() == 499);
                if (m.group(7) != null) {
                    hit.referrer().set(m.group(7));
                    hit.agent().set(m.group(8));
                }
                coder.hit(hit);
            }
        }
        return this;
    }

    Sessions sessions() throws IOException {
        return sessions(List.of());
    }

    Sessions sessions(List<StatesFile.Named> byHand) throws IOException {
        return Sessions.of(coder, byHand, what -> {});
    }

    /// States by name, one text a session: `home product+` with a plus for each further try.
    static List<String> told(Sessions sessions) {
        var all = new ArrayList<String>();
        sessions.each(walk -> {
            var text = new StringBuilder();
            for (Step step : walk.steps()) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(sessions.states().get(step.state()).name())
                        .append("+".repeat(step.tries().size()));
            }
            all.add(text.toString());
        });
        return all;
    }

    @Override
    public void close() throws IOException {
        coder.close();
    }
}

package dev.unruly.report;

import dev.unruly.model.RunResult;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The top of a report: the verdict, whether it came back, why, and what was played.
final class Banner {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final RunResult result;
    private final Stretches stretches;

    Banner(RunResult result, Stretches stretches) {
        this.result = result;
        this.stretches = stretches;
    }

    Html html() {
        RunResult.Header header = result.header();
        String verdict = result.verdict().word();
        var html = new Html();
        html.open("section", "class", "banner " + verdict, "id", "verdict")
                .open("div", "class", "head")
                .open("h1")
                .element("span", header.name(), "class", "name")
                .open("span", "class", "word")
                .element(
                        "span",
                        Words.sign(result.verdict()),
                        "class",
                        "sign",
                        "aria-hidden",
                        "true")
                .text(" " + verdict)
                .close()
                .close();
        html.open("p", "class", "chips")
                .element(
                        "span",
                        result.recovery().word(),
                        "class",
                        "chip strong " + Words.verdict(result.recovery()).word())
                .element("span", Words.recovery(result), "class", "chip-text");
        if (header.asVolume()) {
            html.element("span", "control: load without behaviour", "class", "chip");
        }
        if (!header.complete()) {
            html.element("span", "stopped early: " + header.stopped(), "class", "chip");
        }
        html.close().close();
        html.add(new Strip(result, stretches).html());
        why(html, result.why());
        html.open("dl", "class", "facts");
        fact(html, "target", header.target());
        fact(html, "began", WHEN.format(header.startedAt()));
        fact(html, "length", Figures.seconds(header.seconds()));
        fact(html, "seed", Long.toString(header.seed()));
        html.close();
        return html.element(
                        "p",
                        "One run is an anecdote: --seeds N says how often it happens.",
                        "class",
                        "note")
                .closeLine();
    }

    /// The paragraph, with what stands between back-ticks as code.
    static void why(Html html, String why) {
        html.open("p", "class", "why");
        String[] parts = why.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 1 && i < parts.length - 1) {
                html.element("code", parts[i]);
            } else {
                html.text(i % 2 == 1 ? "`" + parts[i] : parts[i]);
            }
        }
        html.close();
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }
}

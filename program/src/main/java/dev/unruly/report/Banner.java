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
                .element("span", result.recovery().word(), "class", "chip strong")
                .element("span", Words.recovery(result), "class", "chip-text");
        if (header.asVolume()) {
            html.element("span", "control: load without behaviour", "class", "chip");
        }
        if (!header.complete()) {
            html.element("span", "stopped early: " + header.stopped(), "class", "chip");
        }
        html.close().close();
        html.add(new Strip(result, stretches).html());
        html.element("p", result.why(), "class", "why");
        html.open("dl", "class", "facts");
        fact(html, "target", header.target());
        fact(html, "began", WHEN.format(header.startedAt()));
        fact(html, "length", Figures.seconds(header.seconds()));
        fact(html, "seed", Long.toString(header.seed()));
        fact(html, "one run", "is an anecdote: --seeds N says how often");
        return html.close().closeLine();
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }
}

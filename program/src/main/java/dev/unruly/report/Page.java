package dev.unruly.report;

import dev.unruly.model.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/// A page that is one file and asks nobody for anything: styles, scripts and data stand in it, and
/// its content security policy lets nothing else run, load or be sent.
///
/// @param title of the window
/// @param verdict gives the icon its colour
/// @param sections the parts of the page by their anchors, for the way around in it
/// @param body what is in it
/// @param islands data for the scripts by name, as JSON
record Page(
        String title,
        Verdict verdict,
        Map<String, String> sections,
        Html body,
        Map<String, String> islands) {

    Page {
        sections = new LinkedHashMap<>(sections);
        islands = new LinkedHashMap<>(islands);
    }

    String text() {
        String style = Assets.style();
        String library = Assets.library();
        String script = Assets.script();
        String policy =
                "default-src 'none'; script-src "
                        + Assets.hash(library)
                        + " "
                        + Assets.hash(script)
                        + "; style-src "
                        + Assets.hash(style)
                        + "; img-src data:; base-uri 'none'; form-action 'none';"
                        + " require-trusted-types-for 'script'";
        var page = new Html();
        page.trusted("<!doctype html>\n<html lang=\"en\">\n<head>\n")
                .lone("meta", "charset", "utf-8")
                .lone("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .lone("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .lone("meta", "name", "color-scheme", "content", "light dark")
                .lone("meta", "name", "referrer", "content", "no-referrer")
                .lone("meta", "name", "generator", "content", "unruly")
                .element("title", title)
                .lone("link", "rel", "icon", "href", icon())
                .trusted("\n<style>")
                .trusted(style)
                .trusted("</style>\n</head>\n<body>\n");
        top(page);
        page.open("main", "id", "main").trusted("\n").add(body).closeLine();
        foot(page);
        islands.forEach((name, json) ->
                page.open("script", "type", "application/json", "id", name)
                        .trusted(island(json))
                        .closeLine());
        return page.trusted("<script>")
                .trusted(library)
                .trusted("</script>\n<script>")
                .trusted(script)
                .trusted("</script>\n</body>\n</html>\n")
                .toString();
    }

    /// JSON that no HTML parser takes for the end of its element, or for the beginning of another.
    static String island(String json) {
        return json.replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private void top(Html page) {
        page.element("a", "Skip to the verdict", "class", "skip", "href", "#main")
                .open("header", "class", "top")
                .open("a", "class", "brand", "href", "#main")
                .trusted(LOGO)
                .element("span", "unruly")
                .close()
                .open("nav", "aria-label", "Parts of this report");
        sections.forEach((anchor, name) -> page.element("a", name, "href", "#" + anchor));
        page.close()
                .open("button", "type", "button", "id", "theme", "class", "theme", "hidden", "")
                .close()
                .closeLine();
    }

    private static void foot(Html page) {
        page.open("footer", "class", "foot")
                .element(
                        "p",
                        "One file, no network: everything you see is in it. Charts are drawn by uPlot"
                                + " 1.6.30 (MIT licence).")
                .open("details")
                .element("summary", "Licence of uPlot")
                .element("pre", Assets.licence().replace("\r", "").replace("\n", " "))
                .close()
                .open("noscript")
                .element("p", "Charts need JavaScript; verdict, tables and figures do not.")
                .close()
                .closeLine();
    }

    private String icon() {
        String colour =
                switch (verdict) {
                    case HOLDS -> "0b7a57";
                    case FAILS -> "b8400a";
                    case UNCLEAR -> "8a6d00";
                };
        return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
                + "%3Ccircle cx='8' cy='8' r='7' fill='%23"
                + colour
                + "'/%3E%3C/svg%3E";
    }

    private static final String LOGO =
            "<svg viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\">"
                    + "<g fill=\"currentColor\"><circle cx=\"4\" cy=\"15\" r=\"1.9\"/>"
                    + "<circle cx=\"9\" cy=\"12.5\" r=\"1.9\"/><circle cx=\"6.5\" cy=\"7.5\" r=\"1.9\"/>"
                    + "<circle cx=\"13\" cy=\"8.5\" r=\"1.9\"/><circle cx=\"11\" cy=\"3.4\" r=\"1.9\"/>"
                    + "<circle cx=\"16.4\" cy=\"14\" r=\"1.9\"/></g></svg>";
}

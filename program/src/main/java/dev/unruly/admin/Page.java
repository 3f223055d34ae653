package dev.unruly.admin;

import dev.unruly.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The page for people, which is three files that come with the program.
final class Page {

    private Page() {}

    /// Where a server has it.
    static List<Route> routes() {
        return List.of(
                new Route.Page("/", "text/html", text("page.html")),
                new Route.Page("/page.css", "text/css", text("page.css")),
                new Route.Page("/page.js", "text/javascript", text("page.js")));
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the program has no " + name, e);
        }
    }
}

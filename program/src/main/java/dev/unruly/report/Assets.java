package dev.unruly.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// The style sheets and scripts that go into a page, from the class path.
final class Assets {

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final List<String> STYLES =
            List.of("base.css", "banner.css", "tables.css", "charts.css", "print.css");

    private static final List<String> SCRIPTS =
            List.of(
                    "base.js",
                    "marks.js",
                    "legend.js",
                    "chart.js",
                    "load.js",
                    "heat.js",
                    "waits.js",
                    "parts.js",
                    "compare.js",
                    "page.js");

    private Assets() {}

    /// The style sheet of a page.
    static String style() {
        return read(UPLOT + "uPlot.min.css") + "\n" + all(STYLES);
    }

    /// The library that draws charts (uPlot, MIT licence).
    static String library() {
        return read(UPLOT + "uPlot.iife.min.js");
    }

    /// Our own script.
    static String script() {
        return "(() => {\n'use strict';\n" + all(SCRIPTS) + "})();\n";
    }

    /// The licence of what is not ours.
    static String licence() {
        return read("/META-INF/resources/webjars/uplot/1.6.30/LICENSE");
    }

    /// A source for a content security policy: what has just these bytes may run.
    static String hash(String content) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String all(List<String> names) {
        var text = new StringBuilder();
        for (String name : names) {
            text.append(read("/dev/unruly/report/" + name)).append('\n');
        }
        return text.toString();
    }

    private static String read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

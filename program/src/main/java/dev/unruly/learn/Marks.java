package dev.unruly.learn;

import dev.unruly.model.Hit;
import dev.unruly.model.Slice;
import java.util.List;
import java.util.Locale;

/// What a path, a content type and an agent say about themselves.
final class Marks {

    /// Kinds of requests.
    static final int PAGE = 0;

    static final int CALL = 1;
    static final int EMBEDDED = 2;

    /// Neither wished for nor fetched with a page: preflights, HEAD.
    static final int OTHER = 3;

    /// Got, and sent on to somewhere else.
    static final int REDIRECT = 4;

    /// Nothing of note.
    static final int PLAIN = 0;

    static final int ROBOTS = 1;
    static final int SCAN = 2;

    private static final List<String> EMBEDDED_ENDINGS =
            List.of(
                    ".gif",
                    ".jpg",
                    ".jpeg",
                    ".png",
                    ".webp",
                    ".avif",
                    ".svg",
                    ".ico",
                    ".bmp",
                    ".xbm",
                    ".css",
                    ".js",
                    ".mjs",
                    ".map",
                    ".woff",
                    ".woff2",
                    ".ttf",
                    ".otf",
                    ".eot",
                    ".webmanifest",
                    ".mp3",
                    ".ogg",
                    ".wav",
                    ".au");

    private static final List<String> SCANNED =
            List.of(
                    "/.env",
                    "/.git",
                    "/.aws",
                    "/.svn",
                    "wp-login",
                    "wp-admin",
                    "wp-includes",
                    "xmlrpc.php",
                    "phpmyadmin",
                    "/cgi-bin/luci",
                    "/etc/passwd",
                    "/boaform",
                    "/vendor/phpunit",
                    "/actuator",
                    "/hnap1",
                    "..%2f",
                    "../");

    private static final List<String> CALLED_BOTS =
            List.of(
                    "bot",
                    "crawl",
                    "spider",
                    "slurp",
                    "scan",
                    "curl/",
                    "wget",
                    "python",
                    "java/",
                    "go-http-client",
                    "libwww-perl",
                    "nutch",
                    "zgrab",
                    "+http",
                    "okhttp",
                    "scrapy",
                    "monitor",
                    "feed",
                    "headless",
                    "facebookexternalhit",
                    "http.rb",
                    "axios",
                    "node-fetch",
                    "ruby",
                    "perl");

    private Marks() {}

    static int kind(String methodAndPath, Slice contentType) {
        int space = methodAndPath.indexOf(' ');
        String method = methodAndPath.substring(0, space);
        String path = methodAndPath.substring(space + 1).toLowerCase(Locale.ROOT);
        if (method.equals("OPTIONS") || method.equals("HEAD")) {
            return OTHER;
        }
        String type = contentType.text().toLowerCase(Locale.ROOT);
        if (ends(path, EMBEDDED_ENDINGS) || path.equals("/robots.txt") || embedded(type)) {
            return EMBEDDED;
        }
        boolean call =
                type.contains("json") || path.startsWith("/api/") || path.startsWith("/graphql");
        return call ? CALL : PAGE;
    }

    private static boolean embedded(String type) {
        return type.startsWith("image/")
                || type.startsWith("font/")
                || type.startsWith("text/css")
                || type.contains("javascript");
    }

    private static boolean ends(String path, List<String> endings) {
        for (String ending : endings) {
            if (path.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /// The kind of one request for a page of some kind.
    static int kind(int ofPage, Hit hit) {
        boolean sentOn =
                switch (hit.status()) {
                    case 301, 302, 303, 307, 308 -> true;
                    default -> false;
                };
        return sentOn && ofPage <= CALL && hit.method().is("GET") ? REDIRECT : ofPage;
    }

    static int mark(String methodAndPath) {
        String path = methodAndPath.toLowerCase(Locale.ROOT);
        if (path.endsWith(" /robots.txt")) {
            return ROBOTS;
        }
        return containsOne(path, SCANNED) ? SCAN : PLAIN;
    }

    /// Whether the agent says that it is no person's browser.
    static boolean declared(Hit hit) {
        return containsOne(hit.agent().text().toLowerCase(Locale.ROOT), CALLED_BOTS);
    }

    private static boolean containsOne(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}

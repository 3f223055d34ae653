package dev.unruly.cli;

import dev.unruly.learn.StateName;
import dev.unruly.model.Hit;
import dev.unruly.model.Slice;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Of what recorded pages are made: what a browser fetched from the same host after each page and
/// before the next. Nothing that is behind a question mark is kept.
final class PageParts {

    private static final int MOST_PAGES = 500;
    private static final int MOST_PARTS = 100;

    private final Map<String, Set<String>> parts = new LinkedHashMap<>();
    private String page = "";
    private String site = "";
    private long elsewhere;

    /// A request as it was recorded; false: it was for another host than the first one.
    boolean add(Hit hit) {
        Optional<URI> url = url(hit.url());
        String from = url.map(PageParts::host).orElse("");
        from = from.isEmpty() ? hit.host().text() : from;
        site = site.isEmpty() ? from : site;
        if (!from.equals(site)) {
            elsewhere++;
            return false;
        }
        boolean get = hit.method().is("GET");
        if (url.isPresent() && get && hit.status() >= 200 && hit.status() < 400) {
            String path = url.get().getRawPath();
            boolean html = hit.contentType().text().startsWith("text/html");
            if (!html) {
                part(path);
            } else if (hit.status() < 300) {
                page = path;
                if (parts.size() < MOST_PAGES) {
                    parts.putIfAbsent(page, new LinkedHashSet<>());
                }
            }
        }
        return true;
    }

    private void part(String path) {
        Set<String> with = parts.get(page);
        if (with != null && with.size() < MOST_PARTS) {
            with.add(path);
        }
    }

    private static String host(URI url) {
        return Optional.ofNullable(url.getRawAuthority()).orElse("");
    }

    /// Requests for other hosts, which are not the target's.
    long elsewhere() {
        return elsewhere;
    }

    private static Optional<URI> url(Slice text) {
        try {
            URI url = URI.create(text.text());
            boolean path = url.getRawPath() != null && url.getRawPath().startsWith("/");
            return path ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Browsers record what no standard allows; such a part is not played.
            return Optional.empty();
        }
    }

    /// States with what is fetched with them: that of the recorded page which has the most.
    List<StateName> with(List<StateName> states) {
        var named = new ArrayList<StateName>();
        for (StateName state : states) {
            List<String> most = List.of();
            for (Map.Entry<String, Set<String>> one : parts.entrySet()) {
                if (state.takes("GET", one.getKey()) && one.getValue().size() > most.size()) {
                    most = List.copyOf(one.getValue());
                }
            }
            named.add(most.isEmpty() ? state : state.with(most));
        }
        return named;
    }
}

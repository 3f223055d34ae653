package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Zipf;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Asked;
import dev.unruly.model.SystemModel.Cache;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Page;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.model.SystemModel.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A model of a system, as [SystemText] writes it. Whatever stands in it is given.
final class SystemReader {

    static final String FORMAT = "unruly-system/1";

    private static final String CALLEE = "{ takes: 5ms }";
    private static final String PAGE = "{ takes: 2ms, calls: { database: 2 } }";
    private static final long MOST = 1_000_000_000L;
    private static final String KEYS = "{ number: 1000, zipf: 0.8 }";
    private static final long MOST_KEYS = 1_000_000;
    private static final double MOST_CALLS = 10_000;
    private static final Pattern NAME = Pattern.compile("[A-Z]+ /\\S*");

    private final Map<String, Value> names = new TreeMap<>();

    /// Reads it; empty when something is wrong with it.
    static Optional<SystemModel> read(Value value) {
        return new SystemReader().system(value);
    }

    private Optional<SystemModel> system(Value value) {
        int mark = value.reading().mark();
        Section section =
                value.section("system", "format:, application:, dependencies: and pages:");
        section.need("format", FORMAT).ifPresent(v -> v.word(List.of(FORMAT)));
        String edge = section.find("edge").map(v -> v.name("storefront")).orElse("");
        Optional<Application> application =
                section.need("application", "{ places: 10 }").map(SystemReader::application);
        List<Callee> callees =
                section.need("dependencies", "{ database: " + CALLEE + " }")
                        .map(this::callees)
                        .orElse(List.of());
        Cache cache =
                section.find("cache").map(this::cache).orElse(new Cache(Figure.given(1), Map.of()));
        List<Page> pages =
                section.need("pages", "{ \"GET /\": " + PAGE + " }")
                        .map(this::pages)
                        .orElse(List.of());
        section.done();
        Value same = names.get(edge);
        if (same != null) {
            same.wrong("`" + edge + "` is the edge too", "give one of them another name");
        }
        return value.reading().cleanSince(mark)
                ? application.map(a -> new SystemModel(edge, a, callees, cache, pages))
                : Optional.empty();
    }

    private static Application application(Value value) {
        Section s = value.section("application", "{ places: 10 }");
        Figure workers = whole(s, "workers", 1, 200);
        Figure queue =
                s.find("queue")
                        .filter(v -> !said(v, "endless"))
                        .map(v -> Figure.given(v.whole(0, MOST, "1500, or endless")))
                        .orElse(Figure.given(Double.POSITIVE_INFINITY));
        Figure places = s.need("places", "10").map(v -> of(v, 1)).orElse(Figure.given(1));
        Figure patience = forEver(s, "patience", "30s");
        Figure usual = number(s, "usual", 0, 1e6, 0);
        Figure crowded = number(s, "crowded", 0.01, 1_000, 1);
        Figure held = number(s, "held", 0, 1, 1);
        String gone =
                s.find("when-callers-leave")
                        .map(v -> v.word(List.of("work-on", "drop")))
                        .orElse("work-on");
        s.done();
        var worksOn = Figure.given(gone.equals("work-on") ? 1 : 0);
        return new Application(workers, queue, places, patience, usual, crowded, held, worksOn);
    }

    private static boolean said(Value value, String word) {
        return value.isText() && value.text(word).equals(word);
    }

    private static Figure of(Value value, long least) {
        return Figure.given(value.whole(least, MOST, "10"));
    }

    private static Figure whole(Section section, String key, long least, long usual) {
        return section.find(key).map(v -> of(v, least)).orElse(prior(usual));
    }

    private static Figure number(
            Section section, String key, double least, double most, double usual) {
        return section.find(key)
                .map(v -> Figure.given(v.number(least, most, "a number such as 1.5")))
                .orElse(prior(usual));
    }

    private static Figure forEver(Section section, String key, String example) {
        return section.find(key)
                .filter(v -> !said(v, "for-ever"))
                .map(v -> Figure.given(v.nanos(1, example) / 1e9))
                .orElse(Figure.given(0));
    }

    private static Figure prior(double value) {
        return new Figure(value, Stamp.PRIOR, "nothing is written");
    }

    private List<Callee> callees(Value value) {
        var all = new ArrayList<Callee>();
        value.entries("{ database: " + CALLEE + " }")
                .forEach((key, inner) -> {
                    String name = key.name("database");
                    names.put(name, key);
                    all.add(callee(name, inner));
                });
        return all;
    }

    private static Callee callee(String name, Value value) {
        Section s = value.section("callee", CALLEE);
        Time takes = takes(s);
        Figure crowded = number(s, "crowded", 0.01, 1_000, 1);
        String connections =
                s.find("connections")
                        .map(v -> v.word(List.of("by-itself", "by-a-pool")))
                        .orElse("by-itself");
        Figure retries =
                s.find("retries").map(v -> Figure.given(v.whole(0, 100, "2"))).orElse(prior(0));
        Figure timeOut = forEver(s, "time-out", "2s");
        List<Time> others =
                s.find("others")
                        .map(v ->
                                v.items("[ 5ms, 20ms ]").stream().map(SystemReader::time).toList())
                        .orElse(List.of());
        Asked asked = asked(s);
        s.done();
        Connecting connecting =
                connections.equals("by-a-pool") ? Connecting.BY_A_POOL : Connecting.BY_ITSELF;
        return new Callee(name, takes, crowded, connecting, retries, timeOut, others, asked);
    }

    private static Asked asked(Section section) {
        Figure repeatable =
                section.find("repeatable")
                        .map(v -> Figure.given(v.share("80%").value()))
                        .orElse(Asked.UNKNOWN.repeatable());
        return section.find("keys")
                .map(v -> v.section("system-keys", KEYS))
                .map(s -> keys(s, repeatable))
                .orElse(new Asked(repeatable, Optional.empty(), 0));
    }

    private static Asked keys(Section s, Figure repeatable) {
        long number = s.need("number", "1000").map(v -> v.whole(1, MOST_KEYS, "1000")).orElse(1L);
        double exponent =
                s.find("zipf").map(v -> v.number(0, 10, "0.8, or 0: all alike")).orElse(0.0);
        int bytes = s.find("bytes").map(v -> (int) v.whole(0, 1 << 24, "3000")).orElse(0);
        s.done();
        return new Asked(repeatable, Optional.of(new Zipf((int) number, exponent)), bytes);
    }

    private static Time time(Value value) {
        return new Time(Distributions.read(value), Stamp.GIVEN, "");
    }

    private static Time takes(Section section) {
        return section.need("takes", Distributions.EXAMPLE)
                .map(SystemReader::time)
                .orElse(new Time(new Distribution.Constant(0), Stamp.PRIOR, ""));
    }

    private Cache cache(Value value) {
        Section s = value.section("system-cache", "{ lives: 10m, miss: { database: 20 } }");
        Figure lives =
                s.find("lives").map(v -> Figure.given(v.nanos(1, "10m") / 1e9)).orElse(prior(600));
        Map<String, Figure> miss =
                s.need("miss", "{ database: 20 }").map(this::calls).orElse(Map.of());
        s.done();
        return new Cache(lives, miss);
    }

    private Map<String, Figure> calls(Value value) {
        Map<String, Figure> calls = new TreeMap<>();
        value.entries("{ database: 2 }")
                .forEach((key, inner) -> {
                    String name = key.text("database");
                    if (!names.containsKey(name)) {
                        key.wrongText(
                                "is no dependency of this file",
                                Nearest.instead(
                                        name, names.keySet(), "describe it under `dependencies:`"));
                    }
                    calls.put(name, Figure.given(inner.number(0, MOST_CALLS, "2, or 0.5")));
                });
        return calls;
    }

    private List<Page> pages(Value value) {
        var all = new ArrayList<Page>();
        value.entries("{ \"GET /\": " + PAGE + " }")
                .forEach((key, inner) -> all.add(page(key, inner)));
        return all;
    }

    private Page page(Value key, Value value) {
        String name = key.text("GET /products/");
        boolean fine = NAME.matcher(name).matches();
        if (!fine) {
            key.wrongText("is no page", "write a method and a path, such as GET /products/");
        }
        int space = fine ? name.indexOf(' ') : 0;
        Section s = value.section("system-page", PAGE);
        int status = s.find("status").map(v -> (int) v.whole(100, 399, "200")).orElse(200);
        int bytes = s.find("bytes").map(v -> (int) v.whole(0, 1 << 24, "3000")).orElse(0);
        boolean session = s.find("session").map(Value::flag).orElse(false);
        boolean kept = s.find("kept").map(Value::flag).orElse(false);
        Time takes = takes(s);
        Map<String, Figure> calls = s.find("calls").map(this::calls).orElse(Map.of());
        s.done();
        String method = name.substring(0, space);
        String path = fine ? name.substring(space + 1) : "/";
        return new Page(method, path, status, bytes, session, kept, takes, calls);
    }
}

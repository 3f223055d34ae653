package dev.unruly.script;

import dev.unruly.model.Hook;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `hooks:` → what an experiment does to the system around it; and the calls of purges.
final class HookReader {

    private static final String URL = "http://127.0.0.1:8080/admin/reset";
    private static final String EXAMPLE = "{ post: " + URL + " }";
    private static final String[] METHODS = {"get", "post", "put", "patch", "delete"};

    private static final String APPLY =
            "{ run: ./restart-with.sh, ready: \"http://127.0.0.1:8080/health\" }";

    /// What settings can be written for; the last one is all of them.
    static final List<String> FORMATS =
            List.of(
                    "resilience4j",
                    "nginx",
                    "haproxy",
                    "grpc",
                    "envoy",
                    "istio",
                    "spring",
                    "hikaricp",
                    "pgjdbc",
                    "lettuce",
                    "tomcat",
                    "all");

    private final Reach reach;

    HookReader(Reach reach) {
        this.reach = reach;
    }

    /// All hooks.
    Hook.All read(Value value) {
        Section section = value.section("hooks", "{ reset: " + EXAMPLE + " }");
        var all =
                new Hook.All(
                        section.find("prepare").map(this::some).orElse(List.of()),
                        section.find("reset").map(this::some).orElse(List.of()),
                        section.find("clean-up").map(this::some).orElse(List.of()));
        section.done();
        return all;
    }

    /// `apply:` → how settings get into the application.
    Hook.Apply apply(Value value) {
        Section section = value.section("apply", APPLY);
        String command =
                section.need("run", "./restart-with.sh")
                        .map(v -> v.text("./restart-with.sh"))
                        .orElse("");
        String ready = section.need("ready", URL).map(this::url).orElse("");
        List<String> formats =
                section.find("export").stream()
                        .flatMap(v -> v.oneOrMore().stream())
                        .map(v -> v.word(FORMATS))
                        .toList();
        String undo = section.find("undo").map(v -> v.text("./restart.sh")).orElse("");
        section.done();
        return new Hook.Apply(
                command, ready, formats.isEmpty() ? List.of(FORMATS.getLast()) : formats, undo);
    }

    private List<Hook> some(Value value) {
        var hooks = new ArrayList<Hook>();
        for (Value item : value.oneOrMore()) {
            Section section = item.section("hook", EXAMPLE);
            if (section.has("run")) {
                for (String method : METHODS) {
                    section.atMostOneOf("run", method);
                }
                section.find("run").ifPresent(v -> hooks.add(new Hook.Run(v.text("./reset.sh"))));
            } else {
                hooks.add(call(section, "run"));
            }
            section.done();
        }
        return hooks;
    }

    /// The HTTP call of a section.
    ///
    /// @param others what it may have instead, for the problem when it has nothing
    Hook.Http call(Section section, String... others) {
        var choices = new ArrayList<String>(List.of(METHODS));
        choices.addAll(List.of(others));
        String body = section.find("json").map(HookReader::json).orElse("");
        return section.oneOf("post: " + URL, choices.toArray(new String[0]))
                .map(v -> new Hook.Http(v.label().toUpperCase(Locale.ROOT), url(v), body))
                .orElse(new Hook.Http("GET", URL, ""));
    }

    private String url(Value value) {
        return Url.read(value, URL)
                .map(url -> {
                    reach.require(url.at(), value);
                    return url.text();
                })
                .orElse(URL);
    }

    /// A body as JSON text. Nothing is filled in here, so there are no places.
    private static String json(Value value) {
        var none = new Places(value.reading());
        Template template = JsonBody.of(value, none);
        if (!template.constant()) {
            value.wrong("nothing can be filled in here", "write the text itself");
        }
        return template.toString();
    }
}

package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Call;
import dev.unruly.model.Comparison;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.Share;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `states:` → drafts of states.
final class StateReader {

    private static final String EXAMPLE = "{ get: /, next: { leave: 100% } }";
    private static final Pattern CONDITION =
            Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*(<=|<|==|!=|>=|>)\\s*(.*?)\\s*");

    private final Places places;
    private final boolean signsIn;
    private final CallReader calls;
    private final Set<List<String>> once = new LinkedHashSet<>();

    StateReader(Places places, boolean signsIn) {
        this.places = places;
        this.signsIn = signsIn;
        this.calls = new CallReader(places);
    }

    /// Whether a state is marked as one that must happen once.
    boolean once(String journey, String state) {
        return once.contains(List.of(journey, state));
    }

    /// The states of a journey.
    List<StateDraft> read(String journey, Value value, Distribution think) {
        var drafts = new ArrayList<StateDraft>();
        value.entries("{ home: " + EXAMPLE + " }")
                .forEach((key, inner) -> {
                    String name = key.name("home");
                    requireFree(key, name);
                    drafts.add(state(journey, name, inner, think));
                });
        if (drafts.isEmpty() && value.isMapping()) {
            value.wrong("there are no states", "write { home: " + EXAMPLE + " }");
        }
        return drafts;
    }

    private static void requireFree(Value key, String name) {
        if (name.equals(StateDraft.LEAVE) || name.equals("sign-in") || name.equals("all")) {
            key.wrong("`" + name + "` has a meaning of its own", "give the state another name");
        }
    }

    private StateDraft state(String journey, String name, Value value, Distribution think) {
        Section section = value.section("state", EXAMPLE);
        Optional<Call> call = calls.read(section);
        List<Template> with =
                section.find("with")
                        .map(v -> v.items("[/style.css]").stream().map(calls::path).toList())
                        .orElse(List.of());
        Distribution ownThink = section.find("think").map(Distributions::read).orElse(think);
        boolean critical = section.find("critical").map(Value::flag).orElse(false);
        double patience = section.find("patience").map(StateReader::factor).orElse(1.0);
        boolean happensOnce = section.find("once").map(Value::flag).orElse(false);
        boolean signedIn = section.find("sign-in").map(this::signIn).orElse(false);
        List<Journey.Assignment> sets = section.find("set").map(this::sets).orElse(List.of());
        Guard enteredIf = section.find("if").map(this::guard).orElse(Guard.ALWAYS);
        List<StateDraft.Way> ways =
                section.need("next", "{ leave: 100% }").map(this::ways).orElse(List.of());
        section.done();
        if (happensOnce) {
            once.add(List.of(journey, name));
            call.filter(c -> CallReader.isSafe(c.method()))
                    .ifPresent(c ->
                            section.keyOf("once")
                                    .wrong(
                                            "a "
                                                    + c.method()
                                                    + " changes nothing that could"
                                                    + " happen twice",
                                            "remove `once`, or write post"));
        }
        var traits =
                new StateDraft.Traits(
                        call.orElseGet(() -> Call.get(Template.literal("/"))),
                        with,
                        ownThink,
                        critical,
                        patience,
                        happensOnce,
                        signedIn,
                        sets);
        return new StateDraft(name, value, enteredIf, traits, ways);
    }

    private boolean signIn(Value value) {
        boolean signedIn = value.flag();
        if (signedIn && !signsIn) {
            value.wrong("nobody can sign in here", "describe `sign-in:` in this file");
        }
        return signedIn;
    }

    private static double factor(Value value) {
        OptionalDouble factor = Units.factor(value.isText() ? value.text("x2") : "");
        if (factor.isEmpty() || !(factor.getAsDouble() > 0 && factor.getAsDouble() <= 1_000)) {
            value.wrongText("is no factor", "write x2 for twice the persona's patience");
            return 1;
        }
        return factor.getAsDouble();
    }

    private List<StateDraft.Way> ways(Value value) {
        if (value.isText()) {
            return List.of(new StateDraft.Way(value.text("leave"), Share.ALL, Guard.ALWAYS, value));
        }
        int mark = value.reading().mark();
        var ways = new ArrayList<StateDraft.Way>();
        for (Map.Entry<Value, Value> entry :
                value.entries("{ product: 60%, leave: 40% }").entrySet()) {
            ways.add(way(entry.getKey(), entry.getValue()));
        }
        Shares.requireWhole(
                value,
                mark,
                ways.stream().map(StateDraft.Way::share).toList(),
                "the shares of `next`");
        return ways;
    }

    private StateDraft.Way way(Value key, Value value) {
        String to = key.text("a state");
        if (!value.isMapping()) {
            return new StateDraft.Way(to, value.share("60%"), Guard.ALWAYS, key);
        }
        Section section = value.section("way", "{ share: 60%, if: cart > 0 }");
        Share share = section.need("share", "60%").map(v -> v.share("60%")).orElse(Share.NONE);
        Guard guard = section.find("if").map(this::guard).orElse(Guard.ALWAYS);
        section.done();
        return new StateDraft.Way(to, share, guard, key);
    }

    private Guard guard(Value value) {
        String text = value.text("cart > 0");
        Matcher condition = CONDITION.matcher(text);
        if (!condition.matches() || condition.group(3).isEmpty()) {
            value.wrongText(
                    "is no condition", "write variable, one of < <= == != >= >, value: cart > 0");
            return Guard.ALWAYS;
        }
        places.uses(condition.group(1), value.at(condition.start(1)));
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sign().equals(condition.group(2))) {
                return new Guard(condition.group(1), comparison, condition.group(3));
            }
        }
        throw new IllegalStateException("comparison " + condition.group(2));
    }

    private List<Journey.Assignment> sets(Value value) {
        var sets = new ArrayList<Journey.Assignment>();
        value.entries("{ cart: { add: 1 } }")
                .forEach((key, inner) -> {
                    String variable = key.name("cart");
                    places.sets(variable, key.at());
                    sets.add(assignment(variable, inner));
                });
        return sets;
    }

    private Journey.Assignment assignment(String variable, Value value) {
        if (!value.isMapping()) {
            return new Journey.Assignment(variable, places.template(value, "a text"), false);
        }
        Section section = value.section("assignment", "{ add: 1 }");
        Template added = section.need("add", "1").map(this::addend).orElse(Template.literal("1"));
        section.done();
        return new Journey.Assignment(variable, added, true);
    }

    private Template addend(Value value) {
        Template template = places.template(value, "1");
        if (template.constant() && Units.number(template.toString()).isEmpty()) {
            value.wrongText("is no number", "write 1");
        }
        return template;
    }
}

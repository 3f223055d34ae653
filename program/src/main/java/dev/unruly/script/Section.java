package dev.unruly.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A mapping whose keys are known beforehand. It knows them by being asked for them; at the end,
/// [#done] complains of those that nobody asked for.
final class Section {

    private final Value value;
    private final String shape;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Value> keys = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Lack> lacks = new ArrayList<>();
    private final boolean mapping;

    /// None of some keys is there, although one must be.
    private record Lack(List<String> keys, String wrong, String right) {}

    Section(Value value, String shape, String example) {
        this.value = value;
        this.shape = shape;
        this.mapping = value.isMapping();
        value.entries(example)
                .forEach((key, inner) -> {
                    String name = key.text("a key");
                    keys.put(name, key);
                    values.put(name, inner);
                });
    }

    /// The mapping itself.
    Value value() {
        return value;
    }

    /// What stands behind a key.
    Optional<Value> find(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /// What stands behind a key that must be there.
    Optional<Value> need(String key, String example) {
        Optional<Value> found = find(key);
        if (found.isEmpty()) {
            lacks.add(
                    new Lack(
                            List.of(key),
                            what() + " has no `" + key + "`",
                            "write " + key + ": " + example));
        }
        return found;
    }

    /// What stands behind the one key of several that is there.
    Optional<Value> oneOf(String example, String... choices) {
        Optional<Value> found = atMostOneOf(choices);
        if (found.isEmpty()) {
            lacks.add(
                    new Lack(
                            List.of(choices),
                            what() + " has none of `" + String.join("`, `", choices) + "`",
                            "write " + example));
        }
        return found;
    }

    /// What stands behind the one key of several that may be there; the first when there are more.
    Optional<Value> atMostOneOf(String... choices) {
        List<String> present = new ArrayList<>();
        for (String choice : choices) {
            if (find(choice).isPresent()) {
                present.add(choice);
            }
        }
        if (present.size() > 1) {
            Value second = keyOf(present.get(1));
            second.wrong(
                    "`" + present.get(1) + "` does not go with `" + present.get(0) + "`",
                    "keep one of them");
        }
        return present.isEmpty() ? Optional.empty() : find(present.getFirst());
    }

    /// Says that some keys are known, whether or not they are asked for later.
    void knows(String... some) {
        asked.addAll(List.of(some));
    }

    /// Complains of a key that means what cannot be, if it is there.
    void refuse(String key, String why, String right) {
        values.remove(key);
        Value found = keys.remove(key);
        if (found != null) {
            found.wrong("`" + key + "` " + why, right);
        }
    }

    /// Whether a key is there.
    boolean has(String key) {
        return find(key).isPresent();
    }

    /// A key that is there, as a value of its own, for its position.
    Value keyOf(String key) {
        return keys.getOrDefault(key, value);
    }

    /// Complains of keys that nobody asked for, and of those that are not there; but not twice of
    /// one that is only mistyped.
    void done() {
        value.reading().asked(shape, asked);
        var meant = new LinkedHashSet<String>();
        keys.forEach((name, key) -> {
            if (!asked.contains(name)) {
                Nearest.to(name, asked).ifPresent(meant::add);
                key.wrong(
                        "`" + Value.quoted(name) + "` is not a key of " + what(),
                        Nearest.instead(name, asked, "remove it"));
            }
        });
        for (Lack lack : lacks) {
            if (mapping && lack.keys().stream().noneMatch(meant::contains)) {
                value.wrong(lack.wrong(), lack.right());
            }
        }
    }

    private String what() {
        return "`" + value.label() + "`";
    }
}

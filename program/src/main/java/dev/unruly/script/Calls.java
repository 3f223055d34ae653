package dev.unruly.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text of calls such as `rampUsers(10).during(5)` or `rate(10/sec) pause(5 min)`, taken apart.
///
/// @param value the text, for the place of what is wrong with it
/// @param calls in their order
record Calls(Value value, List<Call> calls) {

    private static final Pattern CALL =
            Pattern.compile("[\\s.]*([A-Za-z_]+)\\s*(?:\\(((?:[^()]|\\([^()]*\\)){0,200})\\))?");

    /// One call.
    ///
    /// @param argument what stands in its parentheses; empty without any
    /// @param at where it begins in the text
    record Call(String name, String argument, int at) {}

    Calls {
        calls = List.copyOf(calls);
    }

    /// Empty, with a problem told, where a text is none.
    static Optional<Calls> of(Value value, String example) {
        String text = value.text(example);
        var calls = new ArrayList<Call>();
        Matcher matcher = CALL.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.region(at, text.length()).lookingAt()) {
            String argument = matcher.group(2) == null ? "" : matcher.group(2).strip();
            calls.add(new Call(matcher.group(1), argument, matcher.start(1)));
            at = matcher.end();
        }
        if (at < text.stripTrailing().length()) {
            value.reading()
                    .wrong(
                            value.at(at),
                            "`" + Value.quoted(text.substring(at)) + "` is not understood",
                            "write " + example);
            return Optional.empty();
        }
        return value.isText() ? Optional.of(new Calls(value, calls)) : Optional.empty();
    }

    /// The calls' names, as `rampUsers.during`.
    String names() {
        return String.join(".", calls.stream().map(Call::name).toList());
    }

    /// What the call of this name says.
    Call named(String name) {
        return calls.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no call " + name));
    }

    /// A number in a call.
    double number(String name, double most) {
        Call call = named(name);
        OptionalDouble number = Units.number(call.argument());
        if (number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= most) {
            return number.getAsDouble();
        }
        wrong(call, "is no number from 0 to " + Units.plain(most), "write " + name + "(10)");
        return 1;
    }

    /// How many users a call says.
    int users(String name) {
        double users = number(name, 10_000_000);
        if (users != Math.rint(users)) {
            wrong(named(name), "is no whole number", "write " + name + "(10)");
        }
        return (int) users;
    }

    /// A length of time in a call.
    long nanos(Call call, String example) {
        OptionalLong nanos = Spans.nanos(call.argument());
        if (nanos.isEmpty()) {
            wrong(call, "is no length of time", "write " + call.name() + "(" + example + ")");
        }
        return nanos.orElse(1);
    }

    /// Tells what is wrong with a call, where it stands.
    void wrong(Call call, String wrong, String right) {
        value.reading()
                .wrong(
                        value.at(call.at()),
                        "`" + call.name() + "(" + Value.quoted(call.argument()) + ")` " + wrong,
                        right);
    }
}

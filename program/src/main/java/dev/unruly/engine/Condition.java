package dev.unruly.engine;

import dev.unruly.model.Guard;
import dev.unruly.model.Template;
import java.util.List;

/// A guard, ready to be asked.
final class Condition {

    /// The guard that always holds.
    static final Condition ALWAYS = new Condition(Guard.ALWAYS, Text.literal(""), true);

    private final Guard guard;
    private final Text variable;
    private final double bound;
    private final boolean foreseeable;

    private Condition(Guard guard, Text variable, boolean foreseeable) {
        this.guard = guard;
        this.variable = variable;
        this.bound = number(guard.value());
        this.foreseeable = foreseeable;
    }

    static Condition of(Guard guard, Glossary glossary) {
        if (guard.equals(Guard.ALWAYS)) {
            return ALWAYS;
        }
        var template = new Template(List.of(new Template.Variable(guard.variable())));
        return new Condition(
                guard,
                Text.of(template, Encoding.PLAIN, glossary),
                !glossary.names().learned(guard.variable()));
    }

    /// Whether it depends on nothing that the backend answers.
    boolean foreseeable() {
        return foreseeable;
    }

    /// Whether it holds for a user.
    boolean holds(long user, int intent, Belongings belongings, Ink scratch) {
        if (this == ALWAYS) {
            return true;
        }
        scratch.clear();
        variable.write(scratch, user, intent, belongings);
        String value = scratch.toString();
        double left = value.isEmpty() ? 0 : number(value);
        boolean asText = Double.isNaN(left) || Double.isNaN(bound);
        return asText
                ? guard.comparison().holds(value.compareTo(guard.value()), 0)
                : guard.comparison().holds(left, bound);
    }

    /// The number that a text is; NaN when it is none.
    static double number(String text) {
        if (text.isEmpty() || text.length() > 30) {
            return Double.NaN;
        }
        boolean digit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            digit |= isDigit;
            if (!isDigit && "+-.eE".indexOf(c) < 0) {
                return Double.NaN;
            }
        }
        try {
            return digit ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

package dev.unruly.engine;

import dev.unruly.model.Journey;

/// An assignment, ready to be made.
final class Setting {

    private final int variable;
    private final Text value;
    private final boolean adds;
    private final boolean foreseeable;

    private Setting(int variable, Text value, boolean adds, boolean foreseeable) {
        this.variable = variable;
        this.value = value;
        this.adds = adds;
        this.foreseeable = foreseeable;
    }

    static Setting of(Journey.Assignment set, Glossary glossary) {
        return new Setting(
                glossary.names().variable(set.variable()),
                Text.of(set.value(), Encoding.PLAIN, glossary),
                set.adds(),
                !glossary.names().learned(set.variable()));
    }

    /// Whether it depends on nothing that the backend answers.
    boolean foreseeable() {
        return foreseeable;
    }

    /// Makes it for a user.
    void apply(long user, int intent, Belongings belongings, Ink scratch) {
        scratch.clear();
        value.write(scratch, user, intent, belongings);
        if (adds) {
            double sum = orZero(belongings.text(variable)) + orZero(scratch.toString());
            scratch.clear();
            if (sum == (long) sum) {
                scratch.putNumber((long) sum);
            } else {
                scratch.put(Double.toString(sum));
            }
        }
        int length = Math.min(scratch.length(), Belongings.LONGEST);
        belongings.set(variable, scratch.array(), 0, length);
    }

    private static double orZero(String text) {
        double number = Condition.number(text);
        return Double.isNaN(number) ? 0 : number;
    }
}

package dev.unruly.guard;

/// What settings say of a value that cannot be: its name, the value and the bound.
final class Check {

    private Check() {}

    static void positive(String what, long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException(what + " must be > 0, got " + nanos);
        }
    }

    static void notNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be >= 0 and finite, got " + value);
        }
    }

    static void atLeast(String what, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be >= " + least + ", got " + value);
        }
    }

    static void between(String what, long least, long most, long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " must be in [" + least + ", " + most + "], got " + value);
        }
    }

    static void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be in [0, 1], got " + value);
        }
    }

    /// A share of which there must be some.
    static void some(String what, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be in (0, 1], got " + value);
        }
    }
}

package dev.unruly.script;

/// Something in a line cannot be understood; told where the reading of the line began.
final class Misread extends Exception {

    private static final long serialVersionUID = 1;

    private final int at;
    private final String wrong;
    private final String right;

    /// @param at the offset in the line
    Misread(int at, String wrong, String right) {
        super(wrong);
        this.at = at;
        this.wrong = wrong;
        this.right = right;
    }

    int at() {
        return at;
    }

    String wrong() {
        return wrong;
    }

    String right() {
        return right;
    }
}

package dev.unruly.model;

/// How two values are compared.
public enum Comparison {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    MORE(">");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /// As it is written.
    public String sign() {
        return sign;
    }

    /// Whether it holds of two numbers.
    public boolean holds(double left, double right) {
        return switch (this) {
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case AT_LEAST -> left >= right;
            case MORE -> left > right;
        };
    }
}

package dev.unruly.model;

/// A condition on a user's variable: `cart > 0`.
///
/// @param variable a variable of the user; one that is not set counts as 0 and as the empty text
/// @param comparison how they are compared: as numbers where both are numbers, else as texts
/// @param value what it is compared with
public record Guard(String variable, Comparison comparison, String value) {

    /// A guard that always holds.
    public static final Guard ALWAYS = new Guard("", Comparison.EQUAL, "");
}

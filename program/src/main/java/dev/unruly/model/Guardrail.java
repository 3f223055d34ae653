package dev.unruly.model;

/// A condition that ends something when it has held for a while: `errors > 50% for 60s`.
///
/// @param text as it was written
/// @param condition what must hold in each second
/// @param forNanos for how long
public record Guardrail(String text, Expectation condition, long forNanos) {

    public Guardrail {
        if (forNanos <= 0) {
            throw new IllegalArgumentException("a guardrail needs a time > 0, got " + forNanos);
        }
    }
}

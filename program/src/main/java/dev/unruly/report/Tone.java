package dev.unruly.report;

import dev.unruly.model.Verdict;

/// What a piece of text in a terminal tells beside its words, which must do without it.
enum Tone {
    NONE(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    OPEN("33");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /// The parameter of ECMA-48's SGR; empty: none.
    String code() {
        return code;
    }

    static Tone of(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> GOOD;
            case FAILS -> BAD;
            case UNCLEAR -> OPEN;
        };
    }
}

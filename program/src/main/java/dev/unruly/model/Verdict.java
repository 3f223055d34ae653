package dev.unruly.model;

/// What the judge says.
public enum Verdict {
    HOLDS("holds"),
    FAILS("fails"),
    UNCLEAR("unclear");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /// As it stands in files.
    public String word() {
        return word;
    }
}

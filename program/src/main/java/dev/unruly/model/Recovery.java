package dev.unruly.model;

/// Whether and how the system came back after the last trigger.
public enum Recovery {
    RECOVERED("recovered"),
    SLOW_DRAIN("slow-drain"),
    METASTABLE("metastable"),
    NOT_RECOVERED("not-recovered"),
    NOT_HEALED("not-healed"),
    OVERLOADED("overloaded"),
    UNCLEAR("unclear"),
    /// There was nothing to recover from.
    NONE("none");

    private final String word;

    Recovery(String word) {
        this.word = word;
    }

    /// As it stands in files.
    public String word() {
        return word;
    }
}

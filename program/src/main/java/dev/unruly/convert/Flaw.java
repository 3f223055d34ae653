package dev.unruly.convert;

/// What is wrong with a line, if anything is.
enum Flaw {
    /// It is a request.
    NONE("", false),
    /// A comment, a heading, or a reply: no request, and nothing wrong with it.
    OTHER("", false),
    NO_REQUEST("a connection without a request", false),
    TAIL("only the end of a record, behind a line break within it", false),
    SHAPE("not of this format", true),
    TIME("its time cannot be read", true),
    FUTURE("a time that is still to come", true),
    STATUS("its status is no number of three digits", true),
    JSON("no object in JSON", true),
    LONG("longer than 1 MiB", true),
    CUT("compressed data that end too early or are damaged", true);

    private final String words;
    private final boolean broken;

    Flaw(String words, boolean broken) {
        this.words = words;
        this.broken = broken;
    }

    /// For people.
    String words() {
        return words;
    }

    /// Whether it speaks against the file.
    boolean broken() {
        return broken;
    }
}

package dev.unruly.report;

/// How text in a terminal is dressed.
public enum Dress {
    /// In words alone: for files, pipes, and whoever sets `NO_COLOR`.
    PLAIN,
    /// With colours and weights of ECMA-48.
    COLOURED;

    /// The text in a tone.
    String in(Tone tone, String text) {
        boolean bare = this == PLAIN || tone == Tone.NONE || text.isEmpty();
        return bare ? text : "\u001b[" + tone.code() + "m" + text + "\u001b[0m";
    }
}

package dev.unruly.cli;

/// There is no gateway that could be held, for a reason that the user can do something about.
final class NoGateway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param why one sentence: what is wrong, and what would be right
    NoGateway(String why) {
        super(why);
    }
}

package dev.unruly.shop.web;

/// A request that cannot be read; the connection it came on cannot be trusted any more.
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Malformed(int status, String why) {
        super(why);
        this.status = status;
    }

    Malformed(int status, String why, Throwable cause) {
        super(why, cause);
        this.status = status;
    }

    /// What to answer.
    public int status() {
        return status;
    }
}

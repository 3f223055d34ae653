package dev.unruly.backend;

import dev.unruly.policy.Claim;
import dev.unruly.policy.Shelf;

/// An answer that is given again.
///
/// @param expiresNanos until when it is good
/// @param fetchNanos how long fetching it took
record Kept(String page, String key, long bytes, long expiresNanos, long fetchNanos, Claim claim)
        implements Shelf.Entry {

    /// What an answer's head, its texts and objects take besides its body: what the gateway finds
    /// of one with ten fields.
    static final long OTHER_BYTES = 2_048;

    @Override
    public void gone() {}
}

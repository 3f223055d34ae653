package dev.unruly.guard;

/// Whether a call may be made twice. Only who wrote it knows: reads may; writes may where they
/// carry a key by which the other side knows a repetition.
public enum Repeat {
    /// It changes nothing, or nothing more the second time.
    MAY,
    /// Done twice is done twice.
    MUST_NOT
}

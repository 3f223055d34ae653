package dev.unruly.backend;

/// Told how one request that crosses a link has ended.
interface Told {

    /// It is over.
    ///
    /// @param status [Act#OK], or what it failed with
    /// @param cut whether its connection is gone, too
    void over(int status, boolean cut);
}

package dev.unruly.backend;

/// For whom a [GuardedAsk] goes through policies. Told how it ended, as its caller sees it; and
/// besides when the work is over.
interface Sender extends Told {

    /// It has passed: takes it across.
    Crossing.Call across(Told far);

    /// Its work is over, or it was refused.
    ///
    /// @param status 0: there was no good answer
    /// @param wanted whether somebody still waited for it
    void done(int status, boolean wanted);

    /// Told how work ended.
    interface Ended {
        /// It is over.
        ///
        /// @param status 0: without a good answer
        void with(int status);
    }
}

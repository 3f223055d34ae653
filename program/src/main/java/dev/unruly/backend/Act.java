package dev.unruly.backend;

import dev.unruly.world.ReadAhead;

/// A step, ready to be done.
interface Act {

    /// Told how an act came out; at once, or when it is over.
    interface Then extends ReadAhead {
        /// It is over.
        ///
        /// @param status [#OK], or the status that a failure is answered with
        void over(int status);
    }

    /// All went well.
    int OK = 200;

    void begin(Job job, Then then);
}

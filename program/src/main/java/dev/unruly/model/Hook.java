package dev.unruly.model;

import java.util.List;

/// Something an experiment does to the system around it.
public sealed interface Hook {

    /// Runs a command in the experiment file's folder, through the system's shell.
    record Run(String command) implements Hook {}

    /// Makes an HTTP call.
    ///
    /// @param method an HTTP method, in capitals
    /// @param url absolute
    /// @param body sent as JSON; empty: none
    record Http(String method, String url, String body) implements Hook {}

    /// All hooks of an experiment, each list in its order.
    ///
    /// @param prepare before anything else
    /// @param reset between seeds, puts the system back
    /// @param cleanUp at the end, whatever happened
    record All(List<Hook> prepare, List<Hook> reset, List<Hook> cleanUp) {

        /// No hooks.
        public static final All NONE = new All(List.of(), List.of(), List.of());

        public All {
            prepare = List.copyOf(prepare);
            reset = List.copyOf(reset);
            cleanUp = List.copyOf(cleanUp);
        }
    }
}

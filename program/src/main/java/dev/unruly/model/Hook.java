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

    /// Puts settings into the user's own application, which then enforces them instead of the
    /// gateway.
    ///
    /// @param command that does it, and ends; it is given the folder of the settings. Empty: there
    ///   is none, and the gateway enforces
    /// @param ready a URL that answers 2xx once they are in force
    /// @param formats the products in whose words the settings are written, or `all`
    /// @param undo a command that takes them out again; empty: there is none
    record Apply(String command, String ready, List<String> formats, String undo) {

        /// The gateway enforces.
        public static final Apply NONE = new Apply("", "", List.of(), "");

        public Apply {
            formats = List.copyOf(formats);
        }

        /// Whether there is a command.
        public boolean asked() {
            return !command.isEmpty();
        }
    }

    /// All hooks of an experiment, each list in its order.
    ///
    /// @param prepare before anything else
    /// @param reset between seeds, puts the system back
    /// @param cleanUp at the end, whatever happened
    /// @param apply how settings get into the application
    record All(List<Hook> prepare, List<Hook> reset, List<Hook> cleanUp, Apply apply) {

        /// No hooks.
        public static final All NONE = new All(List.of(), List.of(), List.of());

        public All {
            prepare = List.copyOf(prepare);
            reset = List.copyOf(reset);
            cleanUp = List.copyOf(cleanUp);
        }

        /// Hooks with settings at the gateway.
        public All(List<Hook> prepare, List<Hook> reset, List<Hook> cleanUp) {
            this(prepare, reset, cleanUp, Apply.NONE);
        }

        /// The same with settings in the application.
        public All with(Apply other) {
            return new All(prepare, reset, cleanUp, other);
        }
    }
}

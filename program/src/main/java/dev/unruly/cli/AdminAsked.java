package dev.unruly.cli;

import dev.unruly.model.HostPort;
import java.nio.file.Path;
import java.util.List;

/// The admin API that a run asks of its gateway.
///
/// @param file the experiment, which can be read again
/// @param seed of what policies leave to chance
record AdminAsked(HostPort at, Path file, long seed) {

    /// What is written on the command line where an address is none.
    static String wrong(String text) {
        return "--admin is an address such as 127.0.0.1:9900 or [::1]:9900, got " + text;
    }

    /// What the gateway's process is told.
    List<String> words() {
        return List.of(
                file.toAbsolutePath().toString(), "--admin", at.toString(), "--seed", "" + seed);
    }
}

package dev.unruly.shop.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How child processes are started.
final class Children {
    private Children() {}

    /// The command in a session of its own where the system has `setsid`, so that a Ctrl-C typed at
    /// the shop does not end its children before the shop does.
    static List<String> detached(List<String> command) {
        List<String> detached = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
            if (Files.isExecutable(Path.of(folder, "setsid"))) {
                detached.add("setsid");
                break;
            }
        }
        detached.addAll(command);
        return detached;
    }
}

package dev.unruly.cli;

import java.io.PrintWriter;

/// What is said when something went wrong that must not.
final class Bug {

    private Bug() {}

    /// Tells a bug and how to report it. Only here do users see a stack trace.
    static int tell(PrintWriter err, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            err.println(
                    "unruly: out of memory ("
                            + thrown.getMessage()
                            + "); give it more, such as UNRULY_JAVA_OPTIONS=-Xmx4g, or lower"
                            + " `arrivals`");
            return ExitCode.BUG;
        }
        err.println(
                "unruly: this is a bug of ours, not of your files or your system. Please report it"
                        + " with the command line, your files and these lines (unruly "
                        + Version.number()
                        + " on Java "
                        + Runtime.version()
                        + ", "
                        + System.getProperty("os.name")
                        + "):");
        thrown.printStackTrace(err);
        err.flush();
        return ExitCode.BUG;
    }
}

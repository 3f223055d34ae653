package dev.unruly.cli;

/// What the process tells the shell that started it.
final class ExitCode {
    /// The verdict holds, or the command did what was asked.
    static final int HOLDS = 0;

    /// The verdict fails.
    static final int FAILS = 1;

    /// The command line or a file is wrong. Also picocli's own code for it.
    static final int BAD_INPUT = 2;

    /// The verdict is unclear.
    static final int UNCLEAR = 3;

    /// Stopped early: by `abort-if`, Ctrl-C or SIGTERM. What was measured is kept.
    static final int STOPPED = 4;

    /// A bug of ours (EX_SOFTWARE of BSD's sysexits.h).
    static final int BUG = 70;

    private ExitCode() {}
}

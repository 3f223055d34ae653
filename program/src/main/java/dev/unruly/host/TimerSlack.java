package dev.unruly.host;

import java.util.OptionalLong;

/// By how much the kernel may let the calling thread's timed waits run over, to save wake-ups.
/// Linux starts with 50 µs; 1 ns makes a paced send as punctual as the machine can be.
public final class TimerSlack {

    private static final int SET = 29;
    private static final int GET = 30;

    private TimerSlack() {}

    /// Sets the calling thread's slack, 1 or more. False where this cannot be done.
    public static boolean set(long nanos) {
        if (nanos < 1) {
            throw new IllegalArgumentException("slack must be 1 ns or more, got " + nanos);
        }
        return ThreadControl.call(SET, nanos) == 0;
    }

    /// The calling thread's slack, up to two seconds.
    public static OptionalLong current() {
        int nanos = ThreadControl.call(GET, 0);
        return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
    }
}

package dev.unruly.gateway;

/// Who holds a gateway, whether the holder still lives, and when a gateway that nobody needs any
/// more is to end. A state machine: whoever has the clock calls [#look] ten times a second.
final class Lease {

    /// How often [#look] is to be called.
    static final long LOOK_NANOS = 100_000_000L;

    /// A holder that says nothing for so long is taken for dead: six beats.
    static final long SILENCE_NANOS = 1_500_000_000L;

    /// Two looks further apart than this say that we did not run ourselves; more of it is not
    /// counted as the holder's silence.
    static final long LONGEST_GAP_NANOS = 300_000_000L;

    /// How long a gateway that was started for a run stays when it is not held and no connection is
    /// open.
    static final long IDLE_NANOS = 30_000_000_000L;

    /// How long it stays when it is not held, whatever is open.
    static final long UNHELD_NANOS = 600_000_000_000L;

    private final boolean lasting;
    private long lookedNanos;
    private boolean held;
    private boolean silent;
    private long heardNanos;
    private long silenceNanos;
    private long unheldSince;
    private long idleSince;

    /// What is to be done.
    enum Due {
        NOTHING,
        /// The holder has fallen silent: end its faults.
        END_FAULTS,
        /// Nobody needs the gateway any more: end it.
        END
    }

    /// @param lasting whether the gateway stays until it is told to end
    Lease(boolean lasting, long nowNanos) {
        this.lasting = lasting;
        this.lookedNanos = nowNanos;
        this.unheldSince = nowNanos;
        this.idleSince = nowNanos;
    }

    boolean held() {
        return held;
    }

    /// Somebody holds it from now on.
    void taken(long nowNanos) {
        held = true;
        heard(nowNanos);
    }

    /// The holder has said something.
    void heard(long nowNanos) {
        silent = false;
        silenceNanos = 0;
        heardNanos = nowNanos;
    }

    /// Nobody holds it from now on.
    void freed(long nowNanos) {
        held = false;
        unheldSince = nowNanos;
        idleSince = nowNanos;
    }

    /// What is due now.
    ///
    /// @param connections how many of the application's are open
    Due look(long nowNanos, int connections) {
        long gap = nowNanos - Math.max(lookedNanos, heardNanos);
        lookedNanos = nowNanos;
        if (held) {
            silenceNanos += Math.min(gap, LONGEST_GAP_NANOS);
            if (!silent && silenceNanos >= SILENCE_NANOS) {
                silent = true;
                return Due.END_FAULTS;
            }
            return Due.NOTHING;
        }
        if (connections > 0) {
            idleSince = nowNanos;
        }
        boolean over = nowNanos - idleSince >= IDLE_NANOS || nowNanos - unheldSince >= UNHELD_NANOS;
        return over && !lasting ? Due.END : Due.NOTHING;
    }
}

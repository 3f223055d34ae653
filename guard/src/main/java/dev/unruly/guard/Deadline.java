package dev.unruly.guard;

/// Until when an answer is of use to whoever asked, told from layer to layer, so that nobody works
/// for someone who has left.
///
/// **Theory.** A timeout of each layer's own bounds only that layer: under overload the lowest
/// layers are busy with calls whose callers gave up long ago, and goodput falls to nothing while
/// everything is at work (Huang et al., "Metastable failures in the wild", OSDI 2022: work that is
/// wasted is a sustaining effect). One deadline, set where the user is and passed down, ends that.
/// What is passed between machines is *what is left*, not a moment, for their clocks differ; the
/// time on the road is then not counted, which errs to the generous side by half a round trip.
///
/// **Headers.** Read are `grpc-timeout` (gRPC over HTTP/2: up to eight digits and one of `HMSmun`)
/// and Envoy's `x-envoy-expected-rq-timeout-ms` (milliseconds); the sooner counts. Written is the
/// latter, rounded down to whole milliseconds, but never 0, which Envoy takes for "none". A value
/// that cannot be read is ignored and counted: a caller must not be refused for what a proxy
/// between has written.
///
/// **Within the process** a deadline is part of [Caller], a scoped value.
///
/// **Values.** None: it is the user's patience. **Limits.** It is of no use where the first caller
/// sets none; a deadline shorter than what the work takes at best makes all work waste, which
/// [Timeout] notices only when nothing is left.
///
/// Any thread; nothing is allocated but the text that is written.
public final class Deadline {

    /// No deadline at all.
    public static final long NONE = Long.MAX_VALUE;

    /// What gRPC says: read only.
    public static final String GRPC_HEADER = "grpc-timeout";

    /// What Envoy says: read and written.
    public static final String HEADER = "x-envoy-expected-rq-timeout-ms";

    private static final int READ = 0;
    private static final int MALFORMED = 1;

    private static final int MOST_GRPC_DIGITS = 8;
    private static final int MOST_DIGITS = 12;

    private final Tally tally = new Tally(2);

    /// How many values were read, and how many could not be.
    public record Snapshot(long read, long malformed) {}

    public Snapshot snapshot() {
        return new Snapshot(tally.sum(READ), tally.sum(MALFORMED));
    }

    /// The deadline of a request by the two headers; [#NONE] where neither says one.
    ///
    /// @param grpc the value of [#GRPC_HEADER]; empty: there is none
    /// @param envoy the value of [#HEADER]; empty: there is none
    public long read(CharSequence grpc, CharSequence envoy, long nowNanos) {
        return Math.min(moment(grpcNanos(grpc), nowNanos), moment(envoyNanos(envoy), nowNanos));
    }

    /// What is left of a deadline, at least 0; [#NONE] where there is none.
    public static long left(long deadlineNanos, long nowNanos) {
        return deadlineNanos == NONE ? NONE : Math.max(0, deadlineNanos - nowNanos);
    }

    /// The value of [#HEADER] for a call that is made now; empty where there is no deadline.
    public static String written(long deadlineNanos, long nowNanos) {
        return deadlineNanos == NONE
                ? ""
                : Long.toString(Math.max(1, left(deadlineNanos, nowNanos) / Nanos.PER_MILLI));
    }

    private static long moment(long lastsNanos, long nowNanos) {
        return lastsNanos == NONE ? NONE : Nanos.after(nowNanos, lastsNanos);
    }

    private long grpcNanos(CharSequence value) {
        if (value.isEmpty()) {
            return NONE;
        }
        int last = value.length() - 1;
        long unit = unitNanos(value.charAt(last));
        long number = last <= MOST_GRPC_DIGITS ? number(value, last) : 0;
        return counted(unit > 0 && number > 0 ? saturated(number, unit) : NONE);
    }

    private long envoyNanos(CharSequence value) {
        if (value.isEmpty()) {
            return NONE;
        }
        long number = value.length() <= MOST_DIGITS ? number(value, value.length()) : 0;
        return counted(number > 0 ? number * Nanos.PER_MILLI : NONE);
    }

    private long counted(long lastsNanos) {
        tally.add(lastsNanos == NONE ? MALFORMED : READ);
        return lastsNanos;
    }

    private static long saturated(long number, long unit) {
        return number > (NONE - 1) / unit ? NONE - 1 : number * unit;
    }

    /// The first digits as a number; 0 where there is something else among them, or nothing.
    static long number(CharSequence value, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static long unitNanos(char unit) {
        return switch (unit) {
            case 'H' -> 3_600 * Nanos.PER_SECOND;
            case 'M' -> 60 * Nanos.PER_SECOND;
            case 'S' -> Nanos.PER_SECOND;
            case 'm' -> Nanos.PER_MILLI;
            case 'u' -> 1_000;
            case 'n' -> 1;
            default -> 0;
        };
    }
}

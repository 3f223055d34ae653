package dev.unruly.guard;

/// The mark of a repeated call: how often it has been asked for, told from layer to layer, so that
/// layers do not multiply each other's repetitions.
///
/// **Theory.** Three retries at each of five layers are 3^5 = 243 calls at the lowest (Brooker,
/// "Timeouts, retries and backoff with jitter", Amazon Builders' Library, 2019). Google's rule is
/// to repeat only at the layer directly above what failed (Beyer et al., "Site Reliability
/// Engineering", 2016, chapter 21). A mark needs no agreement on which layer that is: whoever is
/// asked for something for the second time or more asks on only once, and neither retries nor
/// hedges.
///
/// **Header**: `x-envoy-attempt-count`, which Envoy writes too: 1 for the first. What cannot be
/// read is ignored and counted. **Within the process** it is part of [Caller].
///
/// **Limits.** It bounds depth, not breadth: how many may be repeated at all is [WorkBudget]'s. A
/// layer above that retries for its own reasons without a mark is not seen.
///
/// Any thread; nothing is allocated but the text that is written.
public final class Attempt {

    /// Read and written.
    public static final String HEADER = "x-envoy-attempt-count";

    private static final int FIRST = 0;
    private static final int REPEATED = 1;
    private static final int MALFORMED = 2;
    private static final int MOST_DIGITS = 9;

    private final Tally tally = new Tally(3);

    /// How many calls were asked for the first time, how many again, how many marks were
    /// unreadable.
    public record Snapshot(long first, long repeated, long malformed) {}

    public Snapshot snapshot() {
        return new Snapshot(tally.sum(FIRST), tally.sum(REPEATED), tally.sum(MALFORMED));
    }

    /// How often something has been asked for, at least 1.
    ///
    /// @param value the value of [#HEADER]; empty: there is none
    public int read(CharSequence value) {
        if (value.isEmpty()) {
            tally.add(FIRST);
            return 1;
        }
        long number = value.length() <= MOST_DIGITS ? Deadline.number(value, value.length()) : 0;
        if (number == 0) {
            tally.add(MALFORMED);
            return 1;
        }
        tally.add(number == 1 ? FIRST : REPEATED);
        return (int) number;
    }

    /// The value of [#HEADER] for a call.
    public static String written(int attempt) {
        return Integer.toString(attempt);
    }
}

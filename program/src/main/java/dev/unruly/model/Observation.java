package dev.unruly.model;

/// One request as measured. Times are nanoseconds since the run began, as the user sees them.
///
/// @param user the user's number
/// @param intent which of the user's wishes, from 0
/// @param attempt which try of the wish, from 0; requests of one page attempt share it
/// @param part 0: the attempt's own request; from 1: its sub-resources; -1: signing in
/// @param endpoint an index into [Roster#endpoints]
/// @param persona an index into [Roster#personas]
/// @param region an index into [Roster#regions]
/// @param born what the user came from: 0 organic, else 1 + the index of the trigger
/// @param cause why the attempt was made
/// @param wishedNanos when the user wished what it is for
/// @param meantNanos when it should have been sent
/// @param sentNanos when its last byte left; -1: never
/// @param firstByteNanos when the answer's first byte came; -1: never
/// @param endedNanos when it was over
/// @param outcome how
/// @param status the answer's status; 0: none
/// @param bodyBytes of the answer
/// @param freshConnection whether a connection was opened for it
public record Observation(
        long user,
        int intent,
        int attempt,
        int part,
        int endpoint,
        int persona,
        int region,
        int born,
        Cause cause,
        long wishedNanos,
        long meantNanos,
        long sentNanos,
        long firstByteNanos,
        long endedNanos,
        Outcome outcome,
        int status,
        long bodyBytes,
        boolean freshConnection) {

    /// Sent → ended; -1 when it was never sent.
    public long serviceNanos() {
        return sentNanos < 0 ? -1 : endedNanos - sentNanos;
    }

    /// Meant → ended.
    public long responseNanos() {
        return endedNanos - meantNanos;
    }
}

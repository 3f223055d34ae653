package dev.unruly.backend;

/// Where so many are served at a time and the others wait, first come first served.
///
/// @param name unique in a blueprint
/// @param places how many are served at a time; [#ENDLESS]: all
/// @param queue how many may wait; more are turned away with a 503
/// @param gone what happens to those who wait and whose client has left
public record Station(String name, int places, int queue, WhenGone gone) {

    /// More than there will ever be.
    public static final int ENDLESS = Integer.MAX_VALUE;

    /// What is done for a request whose client no longer waits for it when its turn comes.
    public enum WhenGone {
        /// All of it, in vain: what most servers do.
        WORK_ON,
        /// Nothing.
        DROP
    }

    public Station {
        if (places < 1 || queue < 0) {
            throw new IllegalArgumentException(
                    "a station has places and a queue, got %d and %d".formatted(places, queue));
        }
    }

    /// One that never turns anybody away, and works on for those who left.
    public static Station patient(String name, int places) {
        return new Station(name, places, ENDLESS, WhenGone.WORK_ON);
    }
}

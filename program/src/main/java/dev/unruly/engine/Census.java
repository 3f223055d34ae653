package dev.unruly.engine;

/// Goes through the users of a plan, each with their nominal path still to be walked.
final class Census {

    /// Is shown one user after the other.
    interface Taker {

        /// A user, put at their first nominal wish that counts: in the pre-history's case the first
        /// one at or after the moment that was asked for.
        void user(Nominal path, long startNanos, int region, Origin process);
    }

    private final Plan plan;
    private final Slice slice;
    private final Nominal path;

    Census(Plan plan, Slice slice) {
        this.plan = plan;
        this.slice = slice;
        this.path = new Nominal(plan);
    }

    /// Those who started before a moment, organic ones only, and still have a wish at or after it.
    /// The moment is not before the run's beginning.
    void standing(long atNanos, Taker taker) {
        long earliest = atNanos - plan.pastNanos();
        for (Origin process : plan.organic()) {
            for (Stream stream : process.backwards(slice)) {
                while (stream.next() && stream.atNanos() >= earliest) {
                    show(stream, process, atNanos, taker);
                }
            }
            for (Stream stream : process.onwards(slice)) {
                while (stream.next() && stream.atNanos() < atNanos) {
                    if (stream.atNanos() >= earliest) {
                        show(stream, process, atNanos, taker);
                    }
                }
            }
        }
    }

    /// Those who start from the run's beginning on and before a moment.
    void starting(long untilNanos, Taker taker) {
        for (Origin process : plan.processes()) {
            for (Stream stream : process.onwards(slice)) {
                while (stream.next() && stream.atNanos() < untilNanos) {
                    show(stream, process, stream.atNanos(), taker);
                }
            }
        }
    }

    private void show(Stream stream, Origin process, long atNanos, Taker taker) {
        path.begin(stream.user(), stream.atNanos());
        if (path.seek(atNanos)) {
            int region = plan.regionOf(stream.user(), stream.region());
            taker.user(path, stream.atNanos(), region, process);
        }
    }
}

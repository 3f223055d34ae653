package dev.unruly.advise;

import dev.unruly.model.DependencySecond;
import java.util.List;

/// One place that wants advice, with what is known around it.
///
/// @param known of the place itself
/// @param capacity what it can complete, or why nobody knows
/// @param work what one request can become when things go wrong
/// @param points of concurrency and throughput; empty: none are known
/// @param calleeMost how many calls at a time the callee can serve for this caller; 0: not known
/// @param recoveryNanos how long it was seen to need until it answers again; 0: it was not seen
/// @param instances how many there are; a hedge needs another one
/// @param caches how its answers are cached; empty: they are not
public record Subject(
        Known known,
        Derived<Capacity> capacity,
        Work work,
        List<ConcurrencyRule.Point> points,
        int calleeMost,
        long recoveryNanos,
        int instances,
        List<CacheUse> caches) {

    public Subject {
        points = List.copyOf(points);
        caches = List.copyOf(caches);
    }

    /// Nothing is known around it.
    public static Subject of(Known known) {
        return new Subject(
                known,
                new Derived.Refused<>("its capacity is not known"),
                new Work(1, 1),
                List.of(),
                0,
                0,
                1,
                List.of());
    }

    /// What a run shows of one of its dependencies: how it is from its baseline, and its capacity
    /// and the knee of its throughput from all seconds in which it was not hurt.
    ///
    /// @param unhurt the seconds of one dependency in which nothing was done to it, in order
    /// @param from the baseline's first second
    /// @param to the one after its last
    public static Subject ofRun(Place place, List<DependencySecond> unhurt, int from, int to) {
        return of(Known.ofRun(place, unhurt, from, to))
                .withCapacity(Capacity.ofRun(unhurt), new Work(1, 1))
                .withPoints(ConcurrencyRule.points(unhurt));
    }

    /// The same with a capacity, and what one request can become.
    public Subject withCapacity(Derived<Capacity> completes, Work becomes) {
        return new Subject(
                known, completes, becomes, points, calleeMost, recoveryNanos, instances, caches);
    }

    /// The same with points of concurrency and throughput.
    public Subject withPoints(List<ConcurrencyRule.Point> seen) {
        return new Subject(
                known, capacity, work, seen, calleeMost, recoveryNanos, instances, caches);
    }

    /// The same of a callee that serves so many at a time, on so many instances.
    public Subject withCallee(int most, int count) {
        return new Subject(known, capacity, work, points, most, recoveryNanos, count, caches);
    }

    /// The same with how long it needed to answer again.
    public Subject withRecovery(long nanos) {
        return new Subject(known, capacity, work, points, calleeMost, nanos, instances, caches);
    }

    /// The same whose answers are cached.
    public Subject withCache(CacheUse use) {
        return new Subject(
                known, capacity, work, points, calleeMost, recoveryNanos, instances, List.of(use));
    }
}

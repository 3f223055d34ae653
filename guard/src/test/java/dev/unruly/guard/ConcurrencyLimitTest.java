package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConcurrencyLimitTest {

    /// A limit as the simulated server sees it.
    private interface Limit {
        int tryEnter();

        void ended(int place, boolean dropped, long took, long now);
    }

    private static Limit ours(ConcurrencyLimit limit) {
        return new Limit() {
            @Override
            public int tryEnter() {
                return limit.tryEnter();
            }

            @Override
            public void ended(int place, boolean dropped, long took, long now) {
                if (dropped) {
                    limit.dropped(now);
                } else {
                    limit.answered(place, took, now);
                }
            }
        };
    }

    /// The rule of Gradient2 in Netflix's concurrency-limits with its defaults, one sample at a
    /// time.
    private static final class Gradient2 implements Limit {
        private static final int WARM_UP = 10;
        private static final int LONG_WINDOW = 600;
        private double limit = 20;
        private double longRtt;
        private int count;
        private int inside;

        @Override
        public int tryEnter() {
            return inside < (int) limit ? ++inside : 0;
        }

        @Override
        public void ended(int place, boolean dropped, long took, long now) {
            int inflight = inside--;
            count++;
            if (count < WARM_UP) {
                longRtt += (took - longRtt) / count;
            } else {
                longRtt += (took - longRtt) * 2.0 / (LONG_WINDOW + 1);
            }
            if (longRtt / took > 2) {
                longRtt *= 0.95;
            }
            if (inflight < limit / 2) {
                return;
            }
            double gradient = Math.max(0.5, Math.min(1.0, 1.5 * longRtt / took));
            double next = limit * gradient + 4;
            limit = Math.clamp(limit * 0.8 + next * 0.2, 20, 200);
        }

        int limit() {
            return (int) limit;
        }
    }

    private record Departure(long atNanos, int place, boolean dropped, long began)
            implements Comparable<Departure> {
        @Override
        public int compareTo(Departure other) {
            return Long.compare(atNanos, other.atNanos);
        }
    }

    /// So many workers, first come first served, about 10 ms each; and more than it can hold at a
    /// time it drops, after as long.
    private static final class Server {
        private final SplittableRandom random = new SplittableRandom(2);
        private final PriorityQueue<Departure> inside = new PriorityQueue<>();
        private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
        private final int holds;
        private double meanMillis = 10;
        private long now;

        Server(int workers, int holds) {
            this.holds = holds;
            for (int i = 0; i < workers; i++) {
                freeAt.add(0L);
            }
        }

        /// Lets calls arrive at random for a time.
        void load(Limit limit, double perSecond, long nanos) {
            long end = now + nanos;
            while (now < end) {
                long next =
                        now + (long) (-StrictMath.log(1 - random.nextDouble()) * 1e9 / perSecond);
                leave(limit, next);
                now = next;
                int place = limit.tryEnter();
                if (place > 0) {
                    begin(place);
                }
            }
        }

        private void begin(int place) {
            if (inside.size() >= holds) {
                inside.add(new Departure(now + (long) (meanMillis * MS), place, true, now));
                return;
            }
            long starts = Math.max(now, freeAt.remove());
            long ends = starts + (long) (meanMillis * MS * (0.5 + random.nextDouble()));
            freeAt.add(ends);
            inside.add(new Departure(ends, place, false, now));
        }

        private void leave(Limit limit, long until) {
            while (!inside.isEmpty() && inside.peek().atNanos <= until) {
                Departure one = inside.remove();
                limit.ended(one.place, one.dropped, one.atNanos - one.began, one.atNanos);
            }
        }
    }

    private static ConcurrencyLimit limit() {
        return new ConcurrencyLimit(new ConcurrencyLimit.Settings(4, 20, 200), 0);
    }

    @Test
    void aSlightOverloadDoesNotMakeItCreepAsGradient2Does() {
        ConcurrencyLimit own = limit();
        new Server(20, 10_000).load(ours(own), 2_200, 300 * SECOND);
        var creeping = new Gradient2();
        new Server(20, 10_000).load(creeping, 2_200, 300 * SECOND);

        assertThat(own.limit()).isBetween(20, 50);
        assertThat(creeping.limit()).isGreaterThan(100);
    }

    @Test
    void dropsMakeItSmallerAsTheyDoNotWithGradient2() {
        ConcurrencyLimit own = limit();
        new Server(1_000, 30).load(ours(own), 12_000, 120 * SECOND);
        var blind = new Gradient2();
        new Server(1_000, 30).load(blind, 12_000, 120 * SECOND);

        assertThat(own.limit()).isBetween(20, 34);
        assertThat(blind.limit()).isGreaterThan(60);
    }

    @Test
    void whatIsNotUsedToHalfDoesNotGrow() {
        ConcurrencyLimit own = limit();
        new Server(100, 10_000).load(ours(own), 500, 120 * SECOND);
        assertThat(own.limit()).isEqualTo(20);
    }

    @Test
    void itFollowsCapacityUpAndDown() {
        ConcurrencyLimit own = limit();
        var server = new Server(100, 10_000);
        server.load(ours(own), 9_500, 60 * SECOND);
        assertThat(own.limit()).isGreaterThan(80);

        // It becomes four times as slow: what it carries is the same number at a time, R₀ is not.
        server.meanMillis = 40;
        server.load(ours(own), 9_500, 120 * SECOND);
        assertThat(own.limit()).isBetween(30, 200);
        assertThat(own.snapshot().inside()).isLessThanOrEqualTo(200);
    }

    @Test
    void placesAreCountedToTheLast() {
        var small = new ConcurrencyLimit(new ConcurrencyLimit.Settings(1, 2, 2), 0);
        assertThat(small.tryEnter()).isEqualTo(1);
        assertThat(small.tryEnter()).isEqualTo(2);
        assertThat(small.tryEnter()).isEqualTo(ConcurrencyLimit.REFUSED);
        small.cancelled();
        assertThat(small.tryEnter()).isEqualTo(2);
        assertThat(small.snapshot().refused()).isEqualTo(1);
    }

    @Test
    void threadsNeverHoldMoreThanTheLimit() {
        ConcurrencyLimit shared = limit();
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        Together.run(
                8,
                thread -> {
                    for (int i = 0; i < 20_000; i++) {
                        int place = shared.tryEnter();
                        if (place > 0) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                            shared.answered(place, MS, i * MS);
                        }
                    }
                });
        assertThat(most.get()).isLessThanOrEqualTo(200);
        assertThat(shared.snapshot().inside()).isZero();
        assertThat(shared.snapshot().answered()).isEqualTo(shared.snapshot().admitted());
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new ConcurrencyLimit.Settings(0, 1, 1))
                .hasMessage("the least concurrency must be >= 1, got 0");
        assertThatThrownBy(() -> new ConcurrencyLimit.Settings(2, 1, 3))
                .hasMessage("the first concurrency must be >= 2, got 1");
        assertThatThrownBy(() -> new ConcurrencyLimit.Settings(1, 3, 2))
                .hasMessage("the most concurrency must be >= 3, got 2");
    }
}

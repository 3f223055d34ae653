package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every policy that lets calls through or does not: what it has let in is given
/// back once however it ends, who is refused is told by whom and asks nothing, and its figures add
/// up.
final class PolicyContractTest {

    /// Policies that let in or refuse, each with settings of which a crowd is too much.
    enum Kind {
        BREAKER("breaker"),
        THROTTLE("throttle"),
        RATE("rate"),
        CONCURRENCY("concurrency"),
        BULKHEAD("bulkhead"),
        BULKHEAD_WITH_WAIT("bulkhead");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        Setting setting() {
            return switch (this) {
                case BREAKER -> new CircuitBreaker.Settings(0.3, 1, SECOND, 10 * SECOND, SECOND);
                case THROTTLE -> new Throttle.Settings(1, 10 * SECOND);
                case RATE -> new RateLimit.Settings(20, 5);
                case CONCURRENCY -> new ConcurrencyLimit.Settings(1, 4, 8);
                case BULKHEAD -> new Bulkhead.Settings(4, 0);
                case BULKHEAD_WITH_WAIT -> new Bulkhead.Settings(4, 30 * MS);
            };
        }

        Figures figures(Guard guard) {
            Guard.Snapshot all = guard.snapshot();
            return switch (this) {
                case BREAKER -> {
                    CircuitBreaker.Snapshot one = all.breaker().orElseThrow();
                    yield new Figures(
                            one.admitted(),
                            one.refused(),
                            one.admitted() - one.good() - one.failed() - one.cancelled());
                }
                case THROTTLE -> {
                    Throttle.Snapshot one = all.throttle().orElseThrow();
                    yield new Figures(one.admitted(), one.refused(), 0);
                }
                case RATE -> {
                    RateLimit.Snapshot one = all.rate().orElseThrow();
                    yield new Figures(one.admitted(), one.refused(), 0);
                }
                case CONCURRENCY -> {
                    ConcurrencyLimit.Snapshot one = all.concurrency().orElseThrow();
                    yield new Figures(one.admitted(), one.refused(), one.inside());
                }
                case BULKHEAD, BULKHEAD_WITH_WAIT -> {
                    Bulkhead.Snapshot one = all.bulkhead().orElseThrow();
                    yield new Figures(one.entered(), one.full() + one.tooLong(), one.taken());
                }
            };
        }
    }

    record Figures(long admitted, long refused, long held) {}

    /// How a call may end.
    enum End {
        ANSWERED,
        FAILED,
        /// The work is not even begun: the supplier throws.
        THROWN,
        GIVEN_UP,
        /// The caller's deadline is sooner than the timeout.
        CALLERS_DEADLINE,
        CANCELLED,
        /// It was given up, and fails then.
        GIVEN_UP_AND_FAILED;

        boolean leavesWork() {
            return this != ANSWERED && this != FAILED && this != THROWN;
        }
    }

    /// A dependency behind a guard, whose work ends when it is told to.
    private static final class Play {
        private final Still still = new Still(5);
        private final Guard guard;
        private final List<CompletableFuture<String>> asked = new ArrayList<>();
        private final List<CompletableFuture<String>> answers = new ArrayList<>();
        private final AtomicInteger thrown = new AtomicInteger();

        Play(Setting... settings) {
            guard = Guard.of(still.host, "it", settings);
        }

        /// Begins a call that is to end so; what becomes of it is among [#answers].
        void call(End end) {
            int before = asked.size();
            Caller caller =
                    end == End.CALLERS_DEADLINE
                            ? Caller.NOBODY.until(still.now() + 50 * MS)
                            : Caller.NOBODY;
            answers.add(
                    caller.get(() ->
                            guard.callAsync(() -> {
                                if (end == End.THROWN) {
                                    thrown.incrementAndGet();
                                    throw new IllegalStateException("no");
                                }
                                var work = new CompletableFuture<String>();
                                asked.add(work);
                                endAfter(work, end);
                                return work;
                            })));
            if (end == End.CANCELLED && asked.size() > before) {
                answers.getLast().cancel(true);
            }
        }

        private void endAfter(CompletableFuture<String> work, End end) {
            long after = end.leavesWork() ? 200 * MS : 20 * MS;
            boolean fails = end == End.FAILED || end == End.GIVEN_UP_AND_FAILED;
            still.host
                    .timers()
                    .arm(
                            still.now() + after,
                            () -> {
                                if (fails) {
                                    work.completeExceptionally(new IllegalStateException("no"));
                                } else {
                                    work.complete("ok");
                                }
                                // Saying it twice changes nothing.
                                work.complete("again");
                            });
        }

        long refusals(String policy) {
            return answers.stream().filter(one -> refusedBy(one, policy)).count();
        }

        private static boolean refusedBy(CompletableFuture<String> one, String policy) {
            if (!one.isCompletedExceptionally() || one.isCancelled()) {
                return false;
            }
            try {
                one.join();
                return false;
            } catch (CompletionException failure) {
                return failure.getCause() instanceof Refused refused
                        && refused.policy().equals(policy)
                        && refused.toString().contains("it: refused by " + policy + ": ");
            }
        }
    }

    static Stream<Arguments> everyKindAndEnd() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(End.values()).map(end -> Arguments.of(kind, end)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyKindAndEnd")
    void whatWasLetInIsGivenBackOnceHoweverItEnds(Kind kind, End end) {
        var play = new Play(kind.setting(), new Timeout.Settings(100 * MS));
        play.call(end);
        play.still.pass(19 * MS);
        assertThat(kind.figures(play.guard).admitted()).isEqualTo(1);
        boolean held = kind == Kind.CONCURRENCY || kind.word.equals("bulkhead");
        assertThat(kind.figures(play.guard).held())
                .isEqualTo(
                        end == End.THROWN || (end == End.CANCELLED && !held) ? 0 : heldNow(kind));
        // The caller has long gone, and the work is still there: so is its place.
        play.still.until(199 * MS);
        assertThat(kind.figures(play.guard).held()).isEqualTo(end.leavesWork() && held ? 1 : 0);
        play.still.until(200 * MS);
        assertThat(kind.figures(play.guard)).isEqualTo(new Figures(1, 0, 0));
        assertThat(play.answers.getFirst()).isDone();
        assertThat(play.asked).hasSize(end == End.THROWN ? 0 : 1);
    }

    /// Those that only count let go at once.
    private static int heldNow(Kind kind) {
        return kind == Kind.THROTTLE || kind == Kind.RATE ? 0 : 1;
    }

    static Stream<Kind> everyKind() {
        return Stream.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void figuresAddUpToCallsAndRefusalsSayByWhom(Kind kind) {
        var random = new SplittableRandom(9);
        var play = new Play(kind.setting(), new Timeout.Settings(100 * MS));
        int calls = 600;
        for (int i = 0; i < calls; i++) {
            play.call(End.values()[random.nextInt(End.values().length)]);
            play.still.pass(random.nextInt(30) * MS);
        }
        play.still.pass(10 * SECOND);
        Figures told = kind.figures(play.guard);
        assertThat(told.held()).isZero();
        assertThat(told.admitted() + told.refused()).isEqualTo(calls);
        assertThat(told.refused()).isPositive().isEqualTo(play.refusals(kind.word));
        assertThat((long) play.asked.size() + play.thrown.get()).isEqualTo(told.admitted());
        assertThat(play.answers).allMatch(CompletableFuture::isDone);
        assertThat(play.guard.snapshot().begun()).isEqualTo(calls);
    }

    /// All at once: what one refuses the others have not let in, or have taken back.
    @Test
    void whatOnePolicyRefusesTheOthersForget() {
        var random = new SplittableRandom(10);
        var play =
                new Play(
                        new CircuitBreaker.Settings(0.5, 1, SECOND, 10 * SECOND, SECOND),
                        new Throttle.Settings(1.5, 10 * SECOND),
                        new RateLimit.Settings(50, 5),
                        new ConcurrencyLimit.Settings(1, 6, 8),
                        new Bulkhead.Settings(4, 30 * MS),
                        new Timeout.Settings(100 * MS));
        int calls = 2_000;
        for (int i = 0; i < calls; i++) {
            play.call(End.values()[random.nextInt(End.values().length)]);
            play.still.pass(random.nextInt(30) * MS);
        }
        play.still.pass(10 * SECOND);
        long refused = 0;
        for (Kind kind : List.of(Kind.BREAKER, Kind.THROTTLE, Kind.RATE, Kind.CONCURRENCY)) {
            Figures told = kind.figures(play.guard);
            assertThat(told.held()).as(kind.word).isZero();
            assertThat(told.refused()).as(kind.word).isEqualTo(play.refusals(kind.word));
            // In the order in which they are asked: each is asked of what is left.
            assertThat(told.admitted() + told.refused()).as(kind.word).isEqualTo(calls - refused);
            refused += told.refused();
        }
        Figures places = Kind.BULKHEAD.figures(play.guard);
        assertThat(places.held()).isZero();
        assertThat(places.refused()).isPositive().isEqualTo(play.refusals("bulkhead"));
        assertThat((long) play.asked.size() + play.thrown.get()).isEqualTo(places.admitted());
    }
}

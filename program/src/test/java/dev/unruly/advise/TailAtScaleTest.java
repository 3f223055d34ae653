package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static dev.unruly.advise.Samples.SECOND;
import static dev.unruly.advise.Samples.found;
import static dev.unruly.advise.Samples.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.guard.Caller;
import dev.unruly.guard.Chance;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.sim.SimWorld;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A thousand keys over a hundred servers, and the whole is as slow as the slowest key (Jeffrey
/// Dean & Luiz Barroso, "The tail at scale", CACM 2013): a hedge after 10 ms took p99.9 from 1,800
/// to 74 ms, with two requests more in a hundred.
///
/// Here servers stall now and then, which is what makes tails there, and whoever asks meanwhile
/// waits for the rest of the stall. Only what is before the hedge is made to fit the paper: two
/// keys in a hundred take more than 10 ms, and p99.9 of the whole is 1,800 ms. What a hedge makes
/// of that comes out.
final class TailAtScaleTest {

    private static final int SERVERS = 100;
    private static final int KEYS = 1_000;
    private static final int WHOLES = 10_000;

    /// The rest of a stall is longer than r with the probability 0.02 · (r / 7 ms)^−1.37, for r of
    /// 7 ms and more: 2 % at 7 ms, and 1 in 100,000 at 1,800 ms. Stalls are Pareto with an exponent
    /// that is one more, for long ones are met more often; so many a second makes the 2 %.
    private static final double REST_EXPONENT = 1.37;

    private static final double LEAST_STALL = 7.0 * MS;
    private static final double STALLS_PER_NANO = 0.02 * REST_EXPONENT / LEAST_STALL;

    /// Where a second request goes.
    private enum Second {
        ANOTHER_SERVER,
        SAME_SERVER
    }

    /// A server that answers in some 3 ms, or that long after its stall is over. It is asked in the
    /// order of time.
    private static final class Server {
        private final SplittableRandom random;
        private double began;
        private double ends;

        Server(int seed) {
            this.random = new SplittableRandom(seed);
        }

        long answersAt(long now, SplittableRandom chance) {
            while (ends <= now) {
                began = ends - StrictMath.log(1 - random.nextDouble()) / STALLS_PER_NANO;
                double stall =
                        LEAST_STALL
                                * StrictMath.pow(1 - random.nextDouble(), -1 / (1 + REST_EXPONENT));
                ends = began + stall;
            }
            double work = 3 * MS * StrictMath.exp(0.3 * chance.nextGaussian());
            return (long) ((began <= now ? ends : now) + work);
        }
    }

    /// Reads, one whole each second, in virtual time.
    private static final class Reads {
        private final SimWorld world = new SimWorld(1);
        private final Loop loop = world.loop(0);
        private final Server[] servers = new Server[SERVERS];
        private final SplittableRandom chance = new SplittableRandom(7);
        private final Latencies keys = new Latencies();
        private final Latencies wholes = new Latencies();
        private final Second second;
        private final Optional<Hedge> hedge;

        /// Keys of a server are late together, so it takes long until their share is a share.
        private final WorkBudget budget =
                new WorkBudget(new WorkBudget.Settings(0.02, 0, 1_000 * SECOND), 0);

        Reads(Optional<Policy.Hedge> policy, Second second) {
            this.second = second;
            this.hedge =
                    policy.map(p ->
                            new Hedge(
                                    new Hedge.Settings(p.delayNanos(), p.chance().value()),
                                    budget,
                                    new Chance(3)));
            for (int i = 0; i < SERVERS; i++) {
                servers[i] = new Server(i);
            }
        }

        Reads run() {
            at(SECOND, () -> begin(1));
            world.runUntil((WHOLES + 100) * SECOND);
            return this;
        }

        private void begin(int number) {
            var whole = new Whole(loop.nanos());
            for (int key = 0; key < KEYS; key++) {
                whole.ask(key / (KEYS / SERVERS));
            }
            at(whole.beganNanos + SECOND, whole::end);
            if (number < WHOLES) {
                at((number + 1) * SECOND, () -> begin(number + 1));
            }
        }

        private void at(long nanos, Runnable what) {
            loop.arm(
                    new Alarm() {
                        @Override
                        protected void ring(long nowNanos) {
                            what.run();
                        }
                    },
                    nanos);
        }

        private final class Whole {
            private final long beganNanos;
            private long endedNanos;

            Whole(long beganNanos) {
                this.beganNanos = beganNanos;
            }

            void ask(int server) {
                budget.asked(1, beganNanos);
                long first = servers[server].answersAt(beganNanos, chance);
                long late = hedge.isEmpty() ? first : beganNanos + delayNanos();
                if (first > late) {
                    at(late, () -> ended(again(server, first, late)));
                } else {
                    ended(first);
                }
            }

            private long delayNanos() {
                return hedge.orElseThrow().settings().delayNanos();
            }

            private long again(int server, long first, long now) {
                if (!hedge.orElseThrow().fires(Caller.NOBODY, now)) {
                    return first;
                }
                int other =
                        switch (second) {
                            case ANOTHER_SERVER ->
                                    (server + 1 + chance.nextInt(SERVERS - 1)) % SERVERS;
                            case SAME_SERVER -> server;
                        };
                return Math.min(first, servers[other].answersAt(now, chance));
            }

            private void ended(long nanos) {
                keys.record(nanos - beganNanos);
                endedNanos = Math.max(endedNanos, nanos);
            }

            void end() {
                wholes.record(endedNanos - beganNanos);
            }
        }

        double millis(double percentile) {
            return wholes.quantile(percentile) / 1e6;
        }

        double extra() {
            return hedge.orElseThrow().snapshot().fired() / (double) budget.snapshot().first();
        }
    }

    @Test
    void hedgesByOurRuleCutTheWholesTailAsThePaperReports() {
        Reads without = new Reads(Optional.empty(), Second.ANOTHER_SERVER).run();
        double before = without.millis(0.999);
        assertThat(before).isCloseTo(1_800, within(0.25 * 1_800));
        assertThat(1 - share(without.keys, 10 * MS)).isCloseTo(0.02, within(0.003));

        // Each of a thousand keys must keep its 99.9999th for the whole to keep its 99.9th.
        var level = new Share(Allowance.level(KEYS, 0.999));
        var rule = new HedgeRule(new Share(0.018), level, 0.95);
        Policy.Hedge hedge =
                found(rule.of(known(without.keys).withRepeatable(true), new SplittableRandom(1)))
                        .policy();
        assertThat(hedge.delayNanos() / 1e6).isCloseTo(10, within(1.0));
        assertThat(hedge.chance().value()).isEqualTo(1);

        Reads hedged = new Reads(Optional.of(hedge), Second.ANOTHER_SERVER).run();
        assertThat(hedged.extra()).isBetween(0.015, 0.02);
        assertThat(hedged.millis(0.999)).isCloseTo(74, within(0.25 * 74));
        assertThat(before / hedged.millis(0.999)).isGreaterThan(18);

        // It is the other server that makes it quick: where the first stalls, it stalls.
        Reads same = new Reads(Optional.of(hedge), Second.SAME_SERVER).run();
        assertThat(same.millis(0.999)).isGreaterThan(0.9 * before);
    }

    private static double share(Latencies sample, long nanos) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (sample.quantile(middle) <= nanos) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package dev.unruly.gateway;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Zipf;
import dev.unruly.forall.Draw;
import dev.unruly.model.Decision;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;

/// Any message of the control protocol, however unlikely.
final class Messages {

    private Messages() {}

    static FromRun fromRun(Draw draw) {
        return switch (draw.between(0, 10)) {
            case 0 -> new FromRun.Open(draw.list(5, Messages::dependency));
            case 1 -> new FromRun.Hold(signed(draw));
            case 2 -> new FromRun.Watch(signed(draw), signed(draw));
            case 3 ->
                    new FromRun.Begin(
                            number(draw), text(draw), fault(draw), draw.between(0L, 1L << 54));
            case 4 -> new FromRun.End(number(draw));
            case 5 -> new FromRun.EndAll();
            case 6 -> new FromRun.Unwatch();
            case 7 -> new FromRun.Beat(signed(draw));
            case 8 -> new FromRun.Protect(draw.list(4, Messages::protection));
            case 9 -> new FromRun.Purge(text(draw));
            default -> new FromRun.Leave();
        };
    }

    static FromGateway fromGateway(Draw draw) {
        return switch (draw.between(0, 13)) {
            case 0 ->
                    new FromGateway.Serving(
                            signed(draw), draw.coin(), draw.list(5, Messages::dependency));
            case 1 -> new FromGateway.Held();
            case 2 -> new FromGateway.Busy(signed(draw));
            case 3 -> new FromGateway.Began(number(draw), text(draw), signed(draw));
            case 4 -> new FromGateway.Refused(number(draw), text(draw));
            case 5 -> new FromGateway.Ended(number(draw), text(draw), signed(draw));
            case 6 -> new FromGateway.Second(second(draw));
            case 7 -> new FromGateway.Missed(draw.ofBits(63));
            case 8 -> new FromGateway.Lapsed(text(draw));
            case 9 -> new FromGateway.Unwatched();
            case 10 -> new FromGateway.Beaten(signed(draw), signed(draw));
            case 11 -> new FromGateway.Guarded(guard(draw));
            case 12 -> new FromGateway.Routed(new RouteSecond(text(draw), second(draw)));
            default -> new FromGateway.Left();
        };
    }

    private static Protection protection(Draw draw) {
        var policies = new ArrayList<Policy>();
        for (int kind = 0; kind < 13; kind++) {
            if (draw.coin()) {
                policies.add(policy(draw, kind));
            }
        }
        return new Protection(text(draw), text(draw), policies);
    }

    private static Policy policy(Draw draw, int kind) {
        long nanos = 1 + draw.ofBits(40);
        int some = 1 + draw.between(0, 1_000);
        var share = new Share(Math.max(1e-6, draw.share()));
        return switch (kind) {
            case 0 -> new Policy.Timeout(nanos, new Share(draw.share()), nanos + draw.ofBits(40));
            case 1 -> new Policy.Retry(some, nanos, nanos + draw.ofBits(40));
            case 2 -> new Policy.Budget(new Share(draw.share()), 10 * draw.share(), nanos);
            case 3 -> new Policy.Breaker(share, share, nanos, nanos + 1, nanos + 2, some);
            case 4 -> new Policy.Bulkhead(some, draw.ofBits(40));
            case 5 ->
                    new Policy.SingleFlight(
                            nanos, draw.oneOf(Policy.Sharing.ONE_PERSON, Policy.Sharing.EVERYBODY));
            case 6 -> new Policy.Hedge(nanos, share);
            case 7 -> new Policy.Concurrency(some, some + 1, some + 2);
            case 8 -> new Policy.Rate(positive(draw), some);
            case 9 ->
                    new Policy.Shed(
                            nanos,
                            nanos + draw.ofBits(40),
                            List.of(text(draw), text(draw)),
                            List.of(text(draw)));
            case 10 -> new Policy.Throttle(1 + draw.share(), nanos);
            case 11 -> new Policy.Ejection(1.5 + draw.share(), nanos, share);
            default ->
                    new Policy.Cache(
                            nanos,
                            draw.ofBits(40),
                            share,
                            draw.share(),
                            draw.oneOf(Policy.Sharing.ONE_PERSON, Policy.Sharing.EVERYBODY));
        };
    }

    private static GuardSecond guard(Draw draw) {
        var decisions = new ArrayList<Long>();
        for (Decision _ : Decision.values()) {
            decisions.add(draw.ofBits(50));
        }
        return new GuardSecond(
                number(draw),
                number(draw),
                draw.ofBits(50),
                decisions,
                number(draw),
                number(draw),
                number(draw));
    }

    private static Fault fault(Draw draw) {
        var share = new Share(draw.share());
        return switch (draw.between(0, 5)) {
            case 0 -> new Fault.Stall();
            case 1 -> new Fault.Latency(delay(draw), share);
            case 2 -> new Fault.Error(share, draw.between(400, 599));
            case 3 -> new Fault.Reset(share);
            case 4 -> new Fault.Bandwidth(1 + draw.ofBits(62));
            default -> new Fault.Blackhole();
        };
    }

    private static Fault.Delay delay(Draw draw) {
        return switch (draw.between(0, 2)) {
            case 0 -> new Fault.Delay.Drawn(distribution(draw, 1));
            case 1 -> new Fault.Delay.TimesObserved(1 + 100 * draw.share());
            default -> new Fault.Delay.ObservedQuantile(Math.max(1e-9, draw.share()));
        };
    }

    /// Any distribution; within others up to the depth that is allowed.
    private static Distribution distribution(Draw draw, int depth) {
        return switch (draw.between(0, depth < FaultBytes.DEEPEST ? 12 : 10)) {
            case 0 -> new Distribution.Constant(1e9 * draw.share() - 5e8);
            case 1 -> {
                double least = draw.share();
                yield new Distribution.Uniform(least, least + positive(draw));
            }
            case 2 -> new Distribution.Exponential(positive(draw));
            case 3 -> new Distribution.Weibull(positive(draw), positive(draw));
            case 4 -> new Distribution.LogLogistic(positive(draw), positive(draw));
            case 5 -> new Distribution.Lognormal(positive(draw), positive(draw));
            case 6 -> new Distribution.Pareto(positive(draw), positive(draw));
            case 7 -> new Distribution.Gamma(positive(draw), positive(draw));
            case 8 -> empirical(draw);
            case 9 -> new Poisson(1_000 * draw.share());
            case 10 -> new Zipf(draw.between(1, 200), 2 * draw.share());
            case 11 -> new Distribution.Capped(distribution(draw, depth + 1), draw.share());
            default -> {
                Distribution of = distribution(draw, depth + 1);
                double kept = of.cdf(1e12) - of.cdf(-1e12);
                yield kept < 0.5 ? of : new Distribution.Truncated(of, -1e12, 1e12);
            }
        };
    }

    private static Distribution empirical(Draw draw) {
        int points = draw.between(2, 20);
        double[] probabilities = new double[points];
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            probabilities[i] = (double) i / (points - 1);
            values[i] = (i == 0 ? -5 : values[i - 1]) + draw.share();
        }
        return Empirical.of(probabilities, values);
    }

    private static double positive(Draw draw) {
        return 1e-3 + 100 * draw.share();
    }

    private static Dependency dependency(Draw draw) {
        var upstreams = new ArrayList<>(List.of(hostPort(draw)));
        upstreams.addAll(draw.list(3, Messages::hostPort));
        return new Dependency(
                text(draw),
                hostPort(draw),
                upstreams,
                draw.oneOf(
                        Dependency.Protocol.HTTP,
                        Dependency.Protocol.POSTGRES,
                        Dependency.Protocol.REDIS,
                        Dependency.Protocol.TCP));
    }

    private static HostPort hostPort(Draw draw) {
        return new HostPort("h" + text(draw), draw.between(0, 65_535));
    }

    private static DependencySecond second(Draw draw) {
        return new DependencySecond(
                number(draw),
                number(draw),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                number(draw),
                number(draw),
                number(draw),
                number(draw),
                draw.ofBits(60),
                draw.ofBits(60),
                latencies(draw),
                latencies(draw),
                latencies(draw));
    }

    private static Latencies latencies(Draw draw) {
        var latencies = new Latencies();
        for (long nanos : draw.list(8, d -> d.ofBits(62))) {
            latencies.record(nanos, 1 + draw.ofBits(20));
        }
        return latencies;
    }

    private static int number(Draw draw) {
        return (int) draw.ofBits(31);
    }

    private static long signed(Draw draw) {
        long value = draw.ofBits(63);
        return draw.coin() ? ~value : value;
    }

    private static String text(Draw draw) {
        var text = new StringBuilder();
        for (int point : draw.list(12, d -> d.oneOf((int) 'a', 0, 0x20ac, 0x1f4a5, 0x7f))) {
            text.appendCodePoint(point);
        }
        return text.toString();
    }
}

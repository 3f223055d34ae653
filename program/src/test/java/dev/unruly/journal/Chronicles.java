package dev.unruly.journal;

import dev.unruly.forall.Draw;
import dev.unruly.model.Cause;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.Visit;
import dev.unruly.stats.Latencies;
import java.util.function.Consumer;

/// Any chronicle, however unlikely.
final class Chronicles {

    private Chronicles() {}

    /// One thing that may be told.
    static Consumer<Chronicle> any(Draw draw) {
        return switch (draw.between(0, 6)) {
            case 0 -> {
                Visit visit = visit(draw);
                yield c -> c.visits(visit);
            }
            case 1 -> {
                Intention intention = intention(draw);
                yield c -> c.wishes(intention);
            }
            case 2 -> {
                Observation observation = observation(draw);
                yield c -> c.requested(observation);
            }
            case 3 -> {
                Conclusion conclusion = conclusion(draw);
                yield c -> c.concluded(conclusion);
            }
            case 4 -> {
                DependencySecond second = dependency(draw);
                yield c -> c.dependency(second);
            }
            case 5 -> {
                GeneratorSecond second = generator(draw);
                yield c -> c.generator(second);
            }
            default -> {
                Mark mark = mark(draw);
                yield c -> c.mark(mark);
            }
        };
    }

    private static Visit visit(Draw draw) {
        return new Visit(draw.ofBits(63), signed(draw), small(draw), small(draw), small(draw));
    }

    static Intention intention(Draw draw) {
        return new Intention(
                draw.ofBits(63),
                small(draw),
                small(draw),
                small(draw),
                small(draw),
                small(draw),
                signed(draw),
                time(draw),
                time(draw),
                small(draw));
    }

    private static Observation observation(Draw draw) {
        return new Observation(
                draw.ofBits(63),
                small(draw),
                small(draw),
                draw.between(-1, 9),
                small(draw),
                small(draw),
                small(draw),
                small(draw),
                draw.oneOf(Cause.values()),
                signed(draw),
                signed(draw),
                draw.coin() ? -1 : time(draw),
                draw.coin() ? -1 : time(draw),
                time(draw),
                draw.oneOf(Outcome.values()),
                draw.between(0, 599),
                draw.ofBits(40),
                draw.coin());
    }

    private static Conclusion conclusion(Draw draw) {
        return new Conclusion(
                intention(draw),
                draw.oneOf(Conclusion.End.values()),
                signed(draw),
                small(draw),
                small(draw));
    }

    private static DependencySecond dependency(Draw draw) {
        return new DependencySecond(
                small(draw),
                small(draw),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                draw.ofBits(50),
                small(draw),
                small(draw),
                small(draw),
                small(draw),
                draw.ofBits(60),
                draw.ofBits(60),
                latencies(draw),
                latencies(draw),
                latencies(draw));
    }

    private static GeneratorSecond generator(Draw draw) {
        return new GeneratorSecond(
                small(draw),
                latencies(draw),
                draw.coin() ? -1 : 4 * draw.share(),
                draw.coin() ? Double.NaN : draw.share(),
                draw.coin() ? -1 : time(draw),
                draw.between(-1, 70_000),
                draw.between(-1, 70_000),
                draw.between(-1, 70_000),
                draw.ofBits(30));
    }

    private static Mark mark(Draw draw) {
        long at = time(draw);
        return switch (draw.between(0, 5)) {
            case 0 -> new Mark.PhaseBegan(draw.oneOf(Phase.values()), at);
            case 1 -> new Mark.TriggerBegan(small(draw), text(draw), at);
            case 2 -> new Mark.TriggerEnded(small(draw), text(draw), at);
            case 3 -> new Mark.Guardrailed(text(draw), draw.coin(), at);
            case 4 -> new Mark.Note(text(draw), at);
            default -> new Mark.RunEnded(text(draw), at);
        };
    }

    private static Latencies latencies(Draw draw) {
        var latencies = new Latencies();
        for (long nanos : draw.list(6, d -> d.ofBits(42))) {
            latencies.record(nanos, 1 + draw.ofBits(12));
        }
        return latencies;
    }

    private static String text(Draw draw) {
        var text = new StringBuilder();
        for (int codePoint : draw.list(12, d -> d.oneOf(0x61, 0x1b, 0, 0xe4, 0x65e5, 0x1f525))) {
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private static int small(Draw draw) {
        return (int) draw.ofBits(31);
    }

    /// Up to a day, in nanoseconds.
    private static long time(Draw draw) {
        return draw.ofBits(46);
    }

    private static long signed(Draw draw) {
        return draw.coin() ? -time(draw) : time(draw);
    }
}

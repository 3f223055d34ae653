package dev.unruly.gateway;

import dev.unruly.model.Fault;
import dev.unruly.stats.Latencies;
import java.util.Optional;

/// Answers come later. Every part of an answer is held on its own, so that a long answer still
/// streams: a drawn delay moves the whole answer, a factor stretches the time in which it comes.
final class LatencyHurt implements Hurt {

    private static final double NANOS = 1e9;
    private static final double LONGEST_NANOS = 1e15;

    private final Fault.Latency fault;
    private final Latencies observed;
    private final long quantileNanos;
    private final FaultDraws draws;
    private final long begunNanos;

    private final Valve hold =
            new Valve() {
                @Override
                public long delayNanos(Piece piece) {
                    return delayOf(piece);
                }
            };

    /// @param observed what the dependency took before; not empty unless the delay is drawn
    LatencyHurt(Fault.Latency fault, Latencies observed, FaultDraws draws, long nowNanos) {
        this.fault = fault;
        this.observed = observed;
        this.quantileNanos =
                fault.by() instanceof Fault.Delay.ObservedQuantile by
                        ? observed.quantile(by.quantile())
                        : 0;
        this.draws = draws;
        this.begunNanos = nowNanos;
    }

    @Override
    public String detail() {
        String what =
                switch (fault.by()) {
                    case Fault.Delay.Drawn by ->
                            "holds answers for %s in the median"
                                    .formatted(
                                            Figures.duration(by.seconds().quantile(0.5) * NANOS));
                    case Fault.Delay.TimesObserved by ->
                            "holds answers until they took %s times as long"
                                    .formatted(Figures.factor(by.factor()));
                    case Fault.Delay.ObservedQuantile by ->
                            "holds answers for %s, the observed p%s"
                                    .formatted(
                                            Figures.duration(quantileNanos),
                                            Figures.percent(by.quantile()));
                };
        String share = fault.share().value() < 1 ? ", " + fault.share() + " of them" : "";
        return what + share + (observed.isEmpty() ? "" : " (" + Figures.observed(observed) + ")");
    }

    @Override
    public Optional<Valve> valve(long connection, Direction direction) {
        return switch (direction) {
            case UP -> Optional.empty();
            case DOWN -> Optional.of(hold);
        };
    }

    private long delayOf(Piece piece) {
        Request request = piece.request();
        if (piece.arrivedNanos() < begunNanos || !picks(request)) {
            return 0;
        }
        return switch (fault.by()) {
            case Fault.Delay.Drawn by ->
                    nanos(
                            by.seconds()
                                            .quantile(
                                                    draws.howMuch(
                                                            request.connection(), request.number()))
                                    * NANOS);
            case Fault.Delay.TimesObserved by ->
                    workedOn(request) ? nanos((by.factor() - 1) * piece.elapsedNanos()) : 0;
            case Fault.Delay.ObservedQuantile _ -> workedOn(request) ? quantileNanos : 0;
        };
    }

    private boolean picks(Request request) {
        return switch (request.kind()) {
            case COUNTED, WAITING, SET_UP ->
                    draws.picks(fault.share(), request.connection(), request.number());
            case UNKNOWN -> fault.share().value() >= 1;
        };
    }

    /// Whether the answer took as long as it did because the dependency was working on it.
    private static boolean workedOn(Request request) {
        return switch (request.kind()) {
            case COUNTED, SET_UP -> true;
            case WAITING, UNKNOWN -> false;
        };
    }

    private static long nanos(double value) {
        return value > 0 ? Math.round(Math.min(value, LONGEST_NANOS)) : 0;
    }
}

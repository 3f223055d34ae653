package dev.unruly.journal;

import dev.unruly.model.Cause;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Decision;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.Visit;
import dev.unruly.stats.Latencies;
import java.util.Arrays;
import java.util.List;

/// How each kind of record stands in a journal: one octet for the kind, then its fields. Times
/// after the first are differences.
public final class Records {

    private static final int VISIT = 1;
    private static final int INTENTION = 2;
    private static final int OBSERVATION = 3;
    private static final int CONCLUSION = 4;
    private static final int DEPENDENCY = 5;
    private static final int GENERATOR = 6;
    private static final int MARK = 7;
    private static final int GUARD = 8;
    private static final int ROUTE = 9;

    private static final int PHASE_BEGAN = 1;
    private static final int TRIGGER_BEGAN = 2;
    private static final int TRIGGER_ENDED = 3;
    private static final int GUARDRAILED = 4;
    private static final int NOTE = 5;
    private static final int RUN_ENDED = 6;

    private static final List<Cause> CAUSES = List.of(Cause.values());
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<Phase> PHASES = List.of(Phase.values());
    private static final List<Conclusion.End> ENDS = List.of(Conclusion.End.values());

    private Records() {}

    static void write(Ink ink, Visit v) {
        ink.octet(VISIT);
        ink.number(v.user());
        ink.number(v.startNanos());
        ink.number(v.persona());
        ink.number(v.region());
        ink.number(v.born());
    }

    static void write(Ink ink, Intention i) {
        ink.octet(INTENTION);
        fields(ink, i);
    }

    private static void fields(Ink ink, Intention i) {
        ink.number(i.user());
        ink.number(i.intent());
        ink.number(i.endpoint());
        ink.number(i.persona());
        ink.number(i.region());
        ink.number(i.born());
        ink.number(i.meantNanos());
        ink.number(i.thinkNanos());
        ink.number(i.patienceNanos());
        ink.number(i.needed());
    }

    static void write(Ink ink, Observation o) {
        ink.octet(OBSERVATION);
        ink.number(o.user());
        ink.number(o.intent());
        ink.number(o.attempt());
        ink.number(o.part());
        ink.number(o.endpoint());
        ink.number(o.persona());
        ink.number(o.region());
        ink.number(o.born());
        ink.octet(CAUSES.indexOf(o.cause()));
        ink.number(o.wishedNanos());
        ink.number(o.meantNanos() - o.wishedNanos());
        ink.number(o.sentNanos() < 0 ? Long.MIN_VALUE : o.sentNanos() - o.meantNanos());
        ink.number(o.firstByteNanos() < 0 ? Long.MIN_VALUE : o.firstByteNanos() - o.meantNanos());
        ink.number(o.endedNanos() - o.meantNanos());
        ink.octet(OUTCOMES.indexOf(o.outcome()));
        ink.number(o.status());
        ink.number(o.bodyBytes());
        ink.octet(o.freshConnection() ? 1 : 0);
    }

    static void write(Ink ink, Conclusion c) {
        ink.octet(CONCLUSION);
        fields(ink, c.intention());
        ink.octet(ENDS.indexOf(c.end()));
        ink.number(c.endedNanos() - c.intention().meantNanos());
        ink.number(c.attempts());
        ink.number(c.requests());
    }

    static void write(Ink ink, DependencySecond s) {
        ink.octet(DEPENDENCY);
        fields(ink, s);
    }

    /// Writes what a listener saw in a second, without its kind.
    public static void fields(Ink ink, DependencySecond s) {
        ink.number(s.dependency());
        ink.number(s.second());
        ink.number(s.requests());
        ink.number(s.completed());
        ink.number(s.failed());
        ink.number(s.opened());
        ink.number(s.refused());
        ink.number(s.open());
        ink.number(s.peakOpen());
        ink.number(s.inFlight());
        ink.number(s.peakInFlight());
        ink.number(s.bytesUp());
        ink.number(s.bytesDown());
        ink.bytes(s.own().toBytes());
        ink.bytes(s.seen().toBytes());
        ink.bytes(s.cutOff().toBytes());
    }

    static void write(Ink ink, GuardSecond s) {
        ink.octet(GUARD);
        fields(ink, s);
    }

    /// Writes what a listener's policies did in a second, without its kind.
    public static void fields(Ink ink, GuardSecond s) {
        ink.number(s.dependency());
        ink.number(s.second());
        ink.number(s.asked());
        ink.number(s.decisions().size());
        s.decisions().forEach(ink::number);
        ink.number(s.inFlight());
        ink.number(s.limit());
        ink.number(s.openBreakers());
    }

    static void write(Ink ink, RouteSecond s) {
        ink.octet(ROUTE);
        fields(ink, s);
    }

    /// Writes what a listener saw of a route in a second, without its kind.
    public static void fields(Ink ink, RouteSecond s) {
        ink.text(s.route());
        fields(ink, s.figures());
    }

    static void write(Ink ink, GeneratorSecond s) {
        ink.octet(GENERATOR);
        ink.number(s.second());
        ink.bytes(s.lateness().toBytes());
        ink.fraction(s.cpuShare());
        ink.fraction(s.machineShare());
        ink.number(s.longestPauseNanos());
        ink.number(s.openConnections());
        ink.number(s.openDescriptors());
        ink.number(s.portsInUse());
        ink.number(s.users());
    }

    static void write(Ink ink, Mark mark) {
        ink.octet(MARK);
        switch (mark) {
            case Mark.PhaseBegan m -> {
                ink.octet(PHASE_BEGAN);
                ink.octet(PHASES.indexOf(m.phase()));
            }
            case Mark.TriggerBegan m -> {
                ink.octet(TRIGGER_BEGAN);
                ink.number(m.trigger());
                ink.text(m.detail());
            }
            case Mark.TriggerEnded m -> {
                ink.octet(TRIGGER_ENDED);
                ink.number(m.trigger());
                ink.text(m.detail());
            }
            case Mark.Guardrailed m -> {
                ink.octet(GUARDRAILED);
                ink.text(m.text());
                ink.octet(m.aborts() ? 1 : 0);
            }
            case Mark.Note m -> {
                ink.octet(NOTE);
                ink.text(m.text());
            }
            case Mark.RunEnded m -> {
                ink.octet(RUN_ENDED);
                ink.text(m.stopped());
            }
        }
        ink.number(mark.atNanos());
    }

    /// Reads one record and tells it.
    static void read(Eye eye, Chronicle chronicle) {
        int kind = eye.octet();
        switch (kind) {
            case VISIT -> chronicle.visits(visit(eye));
            case INTENTION -> chronicle.wishes(intention(eye));
            case OBSERVATION -> chronicle.requested(observation(eye));
            case CONCLUSION -> chronicle.concluded(conclusion(eye));
            case DEPENDENCY -> chronicle.dependency(dependency(eye));
            case GENERATOR -> chronicle.generator(generator(eye));
            case MARK -> chronicle.mark(mark(eye));
            case GUARD -> chronicle.guarded(guard(eye));
            case ROUTE -> chronicle.routed(route(eye));
            default -> throw new IllegalArgumentException("no kind of record: " + kind);
        }
    }

    private static Visit visit(Eye eye) {
        return new Visit(eye.number(), eye.number(), eye.integer(), eye.integer(), eye.integer());
    }

    private static Intention intention(Eye eye) {
        return new Intention(
                eye.number(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.number(),
                eye.number(),
                eye.number(),
                eye.integer());
    }

    private static Observation observation(Eye eye) {
        long user = eye.number();
        int intent = eye.integer();
        int attempt = eye.integer();
        int part = eye.integer();
        int endpoint = eye.integer();
        int persona = eye.integer();
        int region = eye.integer();
        int born = eye.integer();
        Cause cause = one(CAUSES, eye.octet());
        long wished = eye.number();
        long meant = wished + eye.number();
        long sent = after(meant, eye.number());
        long firstByte = after(meant, eye.number());
        long ended = meant + eye.number();
        return new Observation(
                user,
                intent,
                attempt,
                part,
                endpoint,
                persona,
                region,
                born,
                cause,
                wished,
                meant,
                sent,
                firstByte,
                ended,
                one(OUTCOMES, eye.octet()),
                eye.integer(),
                eye.number(),
                eye.octet() == 1);
    }

    private static long after(long meant, long difference) {
        return difference == Long.MIN_VALUE ? -1 : meant + difference;
    }

    private static Conclusion conclusion(Eye eye) {
        Intention intention = intention(eye);
        Conclusion.End end = one(ENDS, eye.octet());
        return new Conclusion(
                intention,
                end,
                intention.meantNanos() + eye.number(),
                eye.integer(),
                eye.integer());
    }

    /// Reads what [#fields] wrote.
    ///
    /// @throws IllegalArgumentException if that is not what is there
    public static DependencySecond dependency(Eye eye) {
        return dependency(eye, true);
    }

    /// @param old whether it may be of a version that did not count what was given up
    private static DependencySecond dependency(Eye eye, boolean old) {
        return new DependencySecond(
                eye.integer(),
                eye.integer(),
                eye.number(),
                eye.number(),
                eye.number(),
                eye.number(),
                eye.number(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.number(),
                eye.number(),
                Latencies.fromBytes(eye.bytes()),
                Latencies.fromBytes(eye.bytes()),
                old && eye.done() ? new Latencies() : Latencies.fromBytes(eye.bytes()));
    }

    /// Reads what [#fields] wrote; what was counted of decisions that are not known here is left
    /// out.
    ///
    /// @throws IllegalArgumentException if that is not what is there
    public static GuardSecond guard(Eye eye) {
        int dependency = eye.integer();
        int second = eye.integer();
        long asked = eye.number();
        long[] decisions = new long[Decision.COUNT];
        int written = eye.integer();
        for (int i = 0; i < written; i++) {
            long count = eye.number();
            if (i < decisions.length) {
                decisions[i] = count;
            }
        }
        return new GuardSecond(
                dependency,
                second,
                asked,
                Arrays.stream(decisions).boxed().toList(),
                eye.integer(),
                eye.integer(),
                eye.integer());
    }

    /// Reads what [#fields] wrote.
    ///
    /// @throws IllegalArgumentException if that is not what is there
    public static RouteSecond route(Eye eye) {
        return new RouteSecond(eye.text(), dependency(eye, false));
    }

    private static GeneratorSecond generator(Eye eye) {
        return new GeneratorSecond(
                eye.integer(),
                Latencies.fromBytes(eye.bytes()),
                eye.fraction(),
                eye.fraction(),
                eye.number(),
                eye.integer(),
                eye.integer(),
                eye.integer(),
                eye.number());
    }

    private static Mark mark(Eye eye) {
        int kind = eye.octet();
        return switch (kind) {
            case PHASE_BEGAN -> new Mark.PhaseBegan(one(PHASES, eye.octet()), eye.number());
            case TRIGGER_BEGAN -> new Mark.TriggerBegan(eye.integer(), eye.text(), eye.number());
            case TRIGGER_ENDED -> new Mark.TriggerEnded(eye.integer(), eye.text(), eye.number());
            case GUARDRAILED -> new Mark.Guardrailed(eye.text(), eye.octet() == 1, eye.number());
            case NOTE -> new Mark.Note(eye.text(), eye.number());
            case RUN_ENDED -> new Mark.RunEnded(eye.text(), eye.number());
            default -> throw new IllegalArgumentException("no kind of mark: " + kind);
        };
    }

    private static <T> T one(List<T> of, int index) {
        if (index >= of.size()) {
            throw new IllegalArgumentException("no such value: " + index + " of " + of.size());
        }
        return of.get(index);
    }
}

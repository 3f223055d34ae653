package dev.unruly.gateway;

import dev.unruly.journal.Eye;
import dev.unruly.journal.Ink;
import dev.unruly.journal.Records;
import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// How [FromRun] and [FromGateway] stand in bytes. A frame is four bytes of length and a body; a
/// body begins with the version of the protocol and the kind of the message.
///
/// Whatever the bytes, reading them gives a message or an [IllegalArgumentException].
public final class ControlBytes {

    /// Grows with every change of what is written here, [FaultBytes], [PolicyBytes] and
    /// [Records#fields] included.
    static final int VERSION = 3;

    private static final int LENGTH_BYTES = 4;

    private static final int OPEN = 1;
    private static final int HOLD = 2;
    private static final int WATCH = 3;
    private static final int BEGIN = 4;
    private static final int END = 5;
    private static final int END_ALL = 6;
    private static final int UNWATCH = 7;
    private static final int BEAT = 8;
    private static final int LEAVE = 9;
    private static final int PROTECT = 10;
    private static final int PURGE = 11;

    private static final int SERVING = 33;
    private static final int HELD = 34;
    private static final int BUSY = 35;
    private static final int BEGAN = 36;
    private static final int REFUSED = 37;
    private static final int ENDED = 38;
    private static final int SECOND = 39;
    private static final int MISSED = 40;
    private static final int LAPSED = 41;
    private static final int UNWATCHED = 42;
    private static final int BEATEN = 43;
    private static final int LEFT = 44;
    private static final int GUARDED = 45;
    private static final int ROUTED = 46;

    private static final List<Dependency.Protocol> PROTOCOLS =
            List.of(Dependency.Protocol.values());

    private ControlBytes() {}

    /// A message as a frame.
    public static byte[] frame(FromRun message) {
        Ink ink = begun();
        switch (message) {
            case FromRun.Open m -> {
                ink.octet(OPEN);
                write(ink, m.dependencies());
            }
            case FromRun.Hold m -> {
                ink.octet(HOLD);
                ink.number(m.process());
            }
            case FromRun.Watch m -> {
                ink.octet(WATCH);
                ink.number(m.seed());
                ink.number(m.beganAtNanos());
            }
            case FromRun.Begin m -> {
                ink.octet(BEGIN);
                ink.number(m.fault());
                ink.text(m.dependency());
                FaultBytes.write(ink, m.what());
                ink.number(m.forNanos());
            }
            case FromRun.End m -> {
                ink.octet(END);
                ink.number(m.fault());
            }
            case FromRun.EndAll _ -> ink.octet(END_ALL);
            case FromRun.Unwatch _ -> ink.octet(UNWATCH);
            case FromRun.Beat m -> {
                ink.octet(BEAT);
                ink.number(m.atNanos());
            }
            case FromRun.Leave _ -> ink.octet(LEAVE);
            case FromRun.Protect m -> {
                ink.octet(PROTECT);
                PolicyBytes.write(ink, m.protections());
            }
            case FromRun.Purge m -> {
                ink.octet(PURGE);
                ink.text(m.dependency());
            }
        }
        return ended(ink);
    }

    /// A message as a frame.
    public static byte[] frame(FromGateway message) {
        Ink ink = begun();
        switch (message) {
            case FromGateway.Serving m -> {
                ink.octet(SERVING);
                ink.number(m.process());
                ink.octet(m.lasting() ? 1 : 0);
                write(ink, m.dependencies());
            }
            case FromGateway.Held _ -> ink.octet(HELD);
            case FromGateway.Busy m -> {
                ink.octet(BUSY);
                ink.number(m.holder());
            }
            case FromGateway.Began m -> fault(ink, BEGAN, m.fault(), m.detail(), m.atNanos());
            case FromGateway.Refused m -> {
                ink.octet(REFUSED);
                ink.number(m.fault());
                ink.text(m.why());
            }
            case FromGateway.Ended m -> fault(ink, ENDED, m.fault(), m.detail(), m.atNanos());
            case FromGateway.Second m -> {
                ink.octet(SECOND);
                Records.fields(ink, m.figures());
            }
            case FromGateway.Missed m -> {
                ink.octet(MISSED);
                ink.number(m.seconds());
            }
            case FromGateway.Lapsed m -> {
                ink.octet(LAPSED);
                ink.text(m.why());
            }
            case FromGateway.Unwatched _ -> ink.octet(UNWATCHED);
            case FromGateway.Beaten m -> {
                ink.octet(BEATEN);
                ink.number(m.beatNanos());
                ink.number(m.atNanos());
            }
            case FromGateway.Left _ -> ink.octet(LEFT);
            case FromGateway.Routed m -> {
                ink.octet(ROUTED);
                Records.fields(ink, m.figures());
            }
            case FromGateway.Guarded m -> {
                ink.octet(GUARDED);
                Records.fields(ink, m.figures());
            }
        }
        return ended(ink);
    }

    private static void fault(Ink ink, int kind, int fault, String detail, long atNanos) {
        ink.octet(kind);
        ink.number(fault);
        ink.text(detail);
        ink.number(atNanos);
    }

    /// Reads the body of a frame.
    public static FromRun fromRun(byte[] body) {
        Eye eye = opened(body);
        int kind = eye.octet();
        FromRun message =
                switch (kind) {
                    case OPEN -> new FromRun.Open(dependencies(eye));
                    case HOLD -> new FromRun.Hold(eye.number());
                    case WATCH -> new FromRun.Watch(eye.number(), eye.number());
                    case BEGIN ->
                            new FromRun.Begin(
                                    eye.integer(), eye.text(), FaultBytes.read(eye), eye.number());
                    case END -> new FromRun.End(eye.integer());
                    case END_ALL -> new FromRun.EndAll();
                    case UNWATCH -> new FromRun.Unwatch();
                    case BEAT -> new FromRun.Beat(eye.number());
                    case LEAVE -> new FromRun.Leave();
                    case PROTECT -> new FromRun.Protect(PolicyBytes.read(eye));
                    case PURGE -> new FromRun.Purge(eye.text());
                    default -> throw new IllegalArgumentException("no run says this: " + kind);
                };
        requireEnd(eye);
        return message;
    }

    /// Reads the body of a frame.
    public static FromGateway fromGateway(byte[] body) {
        Eye eye = opened(body);
        int kind = eye.octet();
        FromGateway message =
                switch (kind) {
                    case SERVING ->
                            new FromGateway.Serving(
                                    eye.number(), eye.octet() == 1, dependencies(eye));
                    case HELD -> new FromGateway.Held();
                    case BUSY -> new FromGateway.Busy(eye.number());
                    case BEGAN -> new FromGateway.Began(eye.integer(), eye.text(), eye.number());
                    case REFUSED -> new FromGateway.Refused(eye.integer(), eye.text());
                    case ENDED -> new FromGateway.Ended(eye.integer(), eye.text(), eye.number());
                    case SECOND -> new FromGateway.Second(Records.dependency(eye));
                    case MISSED -> new FromGateway.Missed(eye.number());
                    case LAPSED -> new FromGateway.Lapsed(eye.text());
                    case UNWATCHED -> new FromGateway.Unwatched();
                    case BEATEN -> new FromGateway.Beaten(eye.number(), eye.number());
                    case LEFT -> new FromGateway.Left();
                    case ROUTED -> new FromGateway.Routed(Records.route(eye));
                    case GUARDED -> new FromGateway.Guarded(Records.guard(eye));
                    default -> throw new IllegalArgumentException("no gateway says this: " + kind);
                };
        requireEnd(eye);
        return message;
    }

    private static Ink begun() {
        var ink = new Ink();
        for (int i = 0; i < LENGTH_BYTES; i++) {
            ink.octet(0);
        }
        ink.octet(VERSION);
        return ink;
    }

    private static byte[] ended(Ink ink) {
        byte[] frame = new byte[ink.size()];
        System.arraycopy(ink.array(), 0, frame, 0, frame.length);
        ByteBuffer.wrap(frame).putInt(frame.length - LENGTH_BYTES);
        return frame;
    }

    private static Eye opened(byte[] body) {
        var eye = new Eye(body);
        int version = eye.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "this is version %d of the control protocol; version %d is spoken here"
                            .formatted(version, VERSION));
        }
        return eye;
    }

    private static void requireEnd(Eye eye) {
        if (!eye.done()) {
            throw new IllegalArgumentException("the message goes on after its end");
        }
    }

    private static void write(Ink ink, List<Dependency> dependencies) {
        ink.number(dependencies.size());
        for (Dependency dependency : dependencies) {
            ink.text(dependency.name());
            write(ink, dependency.listen());
            ink.number(dependency.upstreams().size());
            dependency.upstreams().forEach(upstream -> write(ink, upstream));
            ink.octet(PROTOCOLS.indexOf(dependency.protocol()));
        }
    }

    private static void write(Ink ink, HostPort at) {
        ink.text(at.host());
        ink.number(at.port());
    }

    private static List<Dependency> dependencies(Eye eye) {
        var dependencies = new ArrayList<Dependency>();
        for (int left = eye.integer(); left > 0; left--) {
            dependencies.add(dependency(eye));
        }
        return dependencies;
    }

    private static Dependency dependency(Eye eye) {
        String name = eye.text();
        HostPort listen = hostPort(eye);
        var upstreams = new ArrayList<HostPort>();
        for (int left = eye.integer(); left > 0; left--) {
            upstreams.add(hostPort(eye));
        }
        int protocol = eye.octet();
        if (protocol >= PROTOCOLS.size()) {
            throw new IllegalArgumentException("no protocol: " + protocol);
        }
        return new Dependency(name, listen, upstreams, PROTOCOLS.get(protocol));
    }

    private static HostPort hostPort(Eye eye) {
        return new HostPort(eye.text(), eye.integer());
    }
}

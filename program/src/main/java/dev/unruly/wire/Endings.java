package dev.unruly.wire;

import dev.unruly.world.Ending;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads from what a socket call threw how the attempt ended.
final class Endings {

    // Linux's numbers (asm-generic/errno.h), the same on x86-64 and aarch64.
    private static final int EPERM = 1;
    private static final int ENOMEM = 12;
    private static final int EACCES = 13;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int EPIPE = 32;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;
    private static final int ENETDOWN = 100;
    private static final int ENETUNREACH = 101;
    private static final int ECONNABORTED = 103;
    private static final int ECONNRESET = 104;
    private static final int ENOBUFS = 105;
    private static final int ETIMEDOUT = 110;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTDOWN = 112;
    private static final int EHOSTUNREACH = 113;

    /// How Netty's native transport writes an error number into a message, negated.
    private static final Pattern ERROR_NUMBER = Pattern.compile("error\\(-(\\d+)\\)");

    private Endings() {}

    /// How the thing ended that threw this; [Ending#RESET] when nothing more is known.
    static Ending of(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            Ending ending = ofOne(one);
            if (ending != null) {
                return ending;
            }
        }
        return Ending.RESET;
    }

    /// Whether the process ran out of memory outside the heap, which ends one connection and not
    /// the program.
    static boolean isDirectMemory(Throwable thrown) {
        return thrown instanceof OutOfMemoryError
                && String.valueOf(thrown.getMessage()).contains("direct");
    }

    /// Why an address could not be bound, in words.
    static String whyNotBound(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            String known =
                    switch (errorNumber(one)) {
                        case EADDRINUSE -> "something else listens there";
                        case EADDRNOTAVAIL -> "it is not an address of this machine";
                        case EACCES, EPERM -> "this user is not permitted to";
                        case EMFILE, ENFILE -> "no file descriptor is left";
                        default -> "";
                    };
            if (!known.isEmpty()) {
                return known;
            }
        }
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static @Nullable Ending ofOne(Throwable thrown) {
        int number = errorNumber(thrown);
        if (number != 0) {
            return ofNumber(number);
        }
        if (isDirectMemory(thrown)) {
            return Ending.NO_MEMORY;
        }
        String message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case UnknownHostException _ -> Ending.NO_NAME;
            case NoRouteToHostException _ -> Ending.UNREACHABLE;
            case BindException _ -> Ending.NO_PORTS;
            case ConnectException _ ->
                    message.contains("timed out") ? Ending.UNREACHABLE : Ending.REFUSED;
            default -> ofText(message);
        };
    }

    /// For the JDK's transport, which tells by words alone.
    private static @Nullable Ending ofText(String message) {
        if (message.contains("Too many open files")) {
            return Ending.NO_DESCRIPTORS;
        }
        if (message.contains("Cannot assign requested address")) {
            return Ending.NO_PORTS;
        }
        if (message.contains("unreachable") || message.contains("Host is down")) {
            return Ending.UNREACHABLE;
        }
        if (message.contains("Cannot allocate memory") || message.contains("No buffer space")) {
            return Ending.NO_MEMORY;
        }
        return null;
    }

    private static @Nullable Ending ofNumber(int number) {
        return switch (number) {
            case ECONNREFUSED -> Ending.REFUSED;
            case EMFILE, ENFILE -> Ending.NO_DESCRIPTORS;
            case EADDRNOTAVAIL, EADDRINUSE -> Ending.NO_PORTS;
            case ENOMEM, ENOBUFS -> Ending.NO_MEMORY;
            case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EACCES, EPERM ->
                    Ending.UNREACHABLE;
            case ECONNRESET, ECONNABORTED, EPIPE -> Ending.RESET;
            default -> null;
        };
    }

    private static int errorNumber(Throwable thrown) {
        if (thrown instanceof NativeIoException error) {
            return Math.abs(error.expectedErr());
        }
        Matcher matcher = ERROR_NUMBER.matcher(String.valueOf(thrown.getMessage()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}

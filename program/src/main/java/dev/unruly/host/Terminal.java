package dev.unruly.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/// The terminal that standard output goes to, if it goes to one. Java's `Console` says so only
/// where standard input comes from it too, and never how wide it is.
public final class Terminal {

    private static final int STANDARD_OUTPUT = 1;
    private static final long LINUX_TIOCGWINSZ = 0x5413;
    private static final long BSD_TIOCGWINSZ = 0x40087468;

    private static final Optional<MethodHandle> ISATTY =
            find("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static final Optional<MethodHandle> IOCTL =
            find(
                    "ioctl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));

    private Terminal() {}

    /// Whether standard output goes to a terminal.
    public static boolean there() {
        if (ISATTY.isEmpty()) {
            return false;
        }
        try {
            return (int) ISATTY.get().invokeExact(STANDARD_OUTPUT) == 1;
        } catch (Throwable impossible) {
            throw new AssertionError("isatty threw", impossible);
        }
    }

    /// How many columns it has just now; empty where nobody tells.
    public static OptionalInt columns() {
        if (IOCTL.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean linux = System.getProperty("os.name").equals("Linux");
        try (Arena arena = Arena.ofConfined()) {
            // struct winsize { unsigned short rows, columns, width, height; }
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            long request = linux ? LINUX_TIOCGWINSZ : BSD_TIOCGWINSZ;
            int failed = (int) IOCTL.get().invokeExact(STANDARD_OUTPUT, request, size);
            int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            return failed != 0 || columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        } catch (Throwable impossible) {
            // A downcall with these types throws nothing; what it declares is the handle's type.
            throw new AssertionError("ioctl threw", impossible);
        }
    }

    @SuppressWarnings("restricted") // Needs --enable-native-access, which every launch has.
    private static Optional<MethodHandle> find(
            String name, FunctionDescriptor types, Linker.Option... options) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, types, options));
    }
}

package dev.unruly.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// What Ctrl-C and SIGTERM do to this process. The JVM heeds the first one only; from then on it
/// swallows them, for it is ending already.
public final class Signals {

    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private Signals() {}

    /// Gives both back to the operating system, so that the next one ends the process at once,
    /// whatever it is doing. False where this cannot be done.
    @SuppressWarnings("restricted") // Needs --enable-native-access, which every launch has.
    public static boolean giveBack() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find("signal").orElse(null);
        if (address == null) {
            return false;
        }
        MethodHandle signal =
                linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            // SIG_DFL is 0 on every system that has signals.
            var _ = (MemorySegment) signal.invokeExact(INTERRUPT, MemorySegment.NULL);
            var _ = (MemorySegment) signal.invokeExact(TERMINATE, MemorySegment.NULL);
            return true;
        } catch (Throwable impossible) {
            // A downcall with these types throws nothing; what it declares is the handle's type.
            throw new AssertionError("signal threw", impossible);
        }
    }
}

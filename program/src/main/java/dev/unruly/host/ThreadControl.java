package dev.unruly.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Linux's `prctl`, for the calling thread, through the foreign-function API.
final class ThreadControl {

    private static final @Nullable MethodHandle PRCTL = find();

    private ThreadControl() {}

    /// `prctl(option, argument, 0, 0, 0)`; −1 where it fails or there is no such call.
    static int call(int option, long argument) {
        MethodHandle prctl = PRCTL;
        if (prctl == null) {
            return -1;
        }
        try {
            return (int) prctl.invokeExact(option, argument, 0L, 0L, 0L);
        } catch (Throwable impossible) {
            // A downcall with these types throws nothing; what it declares is the handle's type.
            throw new AssertionError("prctl threw", impossible);
        }
    }

    @SuppressWarnings("restricted") // Needs --enable-native-access, which every launch has.
    private static @Nullable MethodHandle find() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find("prctl").orElse(null);
        return address == null
                ? null
                : linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
    }
}

package dev.unruly.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Linux's own timer and nothing around it: how late the machine itself is.
final class LinuxTimer {

    private static final int PR_SET_TIMERSLACK = 29;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN_ET = 1 | 1 << 31;
    private static final long SECOND = 1_000_000_000L;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private LinuxTimer() {}

    @SuppressWarnings("restricted") // Needs --enable-native-access, which every launch has.
    private static MethodHandle call(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /// Sets by how much the kernel may put off this thread's waking.
    static void slack(long nanos) {
        try {
            int _ =
                    (int)
                            call("prctl", FunctionDescriptor.of(INT, INT, LONG, LONG, LONG, LONG))
                                    .invokeExact(PR_SET_TIMERSLACK, nanos, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("prctl cannot be called", e);
        }
    }

    /// Wakes up at an even pace for a second; notes how late each time.
    static void lateness(int perSecond, long[] late, int from) {
        var address = ValueLayout.ADDRESS;
        MethodHandle set =
                call("timerfd_settime", FunctionDescriptor.of(INT, INT, INT, address, address));
        MethodHandle await = call("epoll_wait", FunctionDescriptor.of(INT, INT, address, INT, INT));
        MethodHandle close = call("close", FunctionDescriptor.of(INT, INT));
        try (Arena arena = Arena.ofConfined()) {
            int timer =
                    (int)
                            call("timerfd_create", FunctionDescriptor.of(INT, INT, INT))
                                    .invokeExact(CLOCK_MONOTONIC, 0);
            int poll = (int) call("epoll_create1", FunctionDescriptor.of(INT, INT)).invokeExact(0);
            MemorySegment event = arena.allocate(16, 8);
            event.set(INT, 0, EPOLLIN_ET);
            int _ =
                    (int)
                            call("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, address))
                                    .invokeExact(poll, EPOLL_CTL_ADD, timer, event);
            MemorySegment when = arena.allocate(32, 8);
            long start = System.nanoTime() + SECOND / 1_000;
            for (int i = 0; i < perSecond; i++) {
                long due = start + i * SECOND / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    when.set(LONG, 16, wait / SECOND);
                    when.set(LONG, 24, wait % SECOND);
                    int _ = (int) set.invokeExact(timer, 0, when, MemorySegment.NULL);
                    int _ = (int) await.invokeExact(poll, event, 1, -1);
                }
                late[from + i] = System.nanoTime() - due;
            }
            int _ = (int) close.invokeExact(timer);
            int _ = (int) close.invokeExact(poll);
        } catch (Throwable e) {
            throw new IllegalStateException("Linux's timer cannot be called", e);
        }
    }
}

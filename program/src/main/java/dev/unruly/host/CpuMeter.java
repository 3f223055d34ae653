package dev.unruly.host;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads, from time to time, how the processors were used since the time before.
///
/// Not thread-safe.
public final class CpuMeter {

    private static final double NOT_TOLD = -1;

    private final Machine machine;
    private long lastNanos;
    private long lastProcessNanos;
    private @Nullable CpuTimes lastTimes;

    /// Begins to measure.
    ///
    /// @param nowNanos of any monotonic clock
    public CpuMeter(Machine machine, long nowNanos) {
        this.machine = machine;
        lastNanos = nowNanos;
        lastProcessNanos = machine.processCpuNanos().orElse(-1);
        lastTimes = machine.cpuTimes().orElse(null);
    }

    /// The use since the last call, or since the beginning.
    ///
    /// @param nowNanos of the same clock, later than before
    public CpuUse use(long nowNanos) {
        if (nowNanos <= lastNanos) {
            throw new IllegalArgumentException(
                    "time must go on, got " + nowNanos + " after " + lastNanos);
        }
        OptionalLong processNanos = machine.processCpuNanos();
        double process =
                processNanos.isEmpty() || lastProcessNanos < 0
                        ? NOT_TOLD
                        : (double) (processNanos.getAsLong() - lastProcessNanos)
                                / (nowNanos - lastNanos);
        Optional<CpuTimes> times = machine.cpuTimes();
        double busy = NOT_TOLD;
        double stolen = NOT_TOLD;
        if (times.isPresent() && lastTimes != null) {
            CpuTimes now = times.get();
            // Between two ticks of the kernel's clock nothing was counted: nothing was used.
            long total = Math.max(1, now.totalNanos() - lastTimes.totalNanos());
            busy = (double) (now.busyNanos() - lastTimes.busyNanos()) / total;
            stolen = (double) (now.stolenNanos() - lastTimes.stolenNanos()) / total;
        }
        lastNanos = nowNanos;
        lastProcessNanos = processNanos.orElse(-1);
        lastTimes = times.orElse(null);
        return new CpuUse(process, busy, stolen);
    }
}

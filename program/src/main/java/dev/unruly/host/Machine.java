package dev.unruly.host;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the operating system tells about this machine and this process. Where it does not tell,
/// outside Linux most of the time, the answer is empty.
///
/// Each question reads its file anew, which takes well under a millisecond except where it says so.
/// Any thread may ask.
public final class Machine {

    private static final long KIB = 1024;
    private static final long NANOS_PER_TICK = 10_000_000;

    private final Path proc;
    private final ControlGroup group;

    /// This machine.
    public Machine() {
        this(Path.of("/"));
    }

    /// A machine whose `proc` and `sys` lie below another folder.
    Machine(Path root) {
        proc = root.resolve("proc");
        group = new ControlGroup(root);
    }

    /// Processors that this process may run on.
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// How many processors' worth of time this process may use by its control group's quota.
    public OptionalDouble processorQuota() {
        return group.processorQuota();
    }

    /// How long this process's control group was held back by its quota, since it began.
    public OptionalLong throttledNanos() {
        return group.throttledNanos();
    }

    /// Processor time that this process has used.
    public OptionalLong processCpuNanos() {
        return known(system().getProcessCpuTime());
    }

    /// What the processors of the whole machine have done since it started, in steps of 10 ms.
    public Optional<CpuTimes> cpuTimes() {
        List<String> ticks = Readings.after(proc.resolve("stat"), "cpu", 8);
        if (ticks.isEmpty()) {
            return Optional.empty();
        }
        long[] nanos = new long[8];
        for (int i = 0; i < nanos.length; i++) {
            OptionalLong tick = Readings.number(ticks.get(i));
            if (tick.isEmpty()) {
                return Optional.empty();
            }
            nanos[i] = tick.getAsLong() * NANOS_PER_TICK;
        }
        // user nice system idle iowait irq softirq steal
        long busy = nanos[0] + nanos[1] + nanos[2] + nanos[5] + nanos[6];
        return Optional.of(new CpuTimes(busy, nanos[3] + nanos[4], nanos[7]));
    }

    /// For how long, since the machine started, some task was ready to run and had no processor.
    public OptionalLong cpuPressureNanos() {
        for (String word : Readings.after(proc.resolve("pressure/cpu"), "some", 4)) {
            if (word.startsWith("total=")) {
                OptionalLong micros = Readings.number(word.substring("total=".length()));
                return micros.isEmpty() ? micros : OptionalLong.of(micros.getAsLong() * 1000);
            }
        }
        return OptionalLong.empty();
    }

    /// Memory of this process that is in RAM.
    public OptionalLong residentBytes() {
        return kibibytes("self/status", "VmRSS:");
    }

    /// The most memory this process has had in RAM.
    public OptionalLong peakResidentBytes() {
        return kibibytes("self/status", "VmHWM:");
    }

    /// All memory of the machine.
    public OptionalLong memoryBytes() {
        return kibibytes("meminfo", "MemTotal:");
    }

    /// Memory that could be had without swapping.
    public OptionalLong availableMemoryBytes() {
        return kibibytes("meminfo", "MemAvailable:");
    }

    /// File descriptors that this process has open: files, sockets, pipes. Counting 18,000 takes
    /// some 20 ms. When none is left, they cannot be counted, and it is as many as there may be.
    public OptionalLong openDescriptors() {
        try {
            return system() instanceof UnixOperatingSystemMXBean unix
                    ? known(unix.getOpenFileDescriptorCount())
                    : OptionalLong.empty();
        } catch (InternalError noneLeft) {
            return descriptorLimit();
        }
    }

    /// File descriptors that this process may have open.
    public OptionalLong descriptorLimit() {
        return system() instanceof UnixOperatingSystemMXBean unix
                ? known(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    /// The TCP sockets of this network namespace, all processes together.
    public Optional<TcpSockets> tcpSockets() {
        Path net = proc.resolve("net");
        List<String> words = Readings.after(net.resolve("sockstat"), "TCP:", 8);
        OptionalLong inUse = Readings.following(words, "inuse");
        OptionalLong orphaned = Readings.following(words, "orphan");
        OptionalLong timeWait = Readings.following(words, "tw");
        if (inUse.isEmpty() || orphaned.isEmpty() || timeWait.isEmpty()) {
            return Optional.empty();
        }
        List<String> six = Readings.after(net.resolve("sockstat6"), "TCP6:", 2);
        long inUse6 = Readings.following(six, "inuse").orElse(0);
        return Optional.of(
                new TcpSockets(
                        inUse.getAsLong() + inUse6, orphaned.getAsLong(), timeWait.getAsLong()));
    }

    /// The ports from which outgoing connections are given one.
    public Optional<PortRange> ephemeralPorts() {
        Path file = proc.resolve("sys/net/ipv4/ip_local_port_range");
        List<String> words = Readings.text(file).map(Readings::words).orElse(List.of());
        if (words.size() != 2) {
            return Optional.empty();
        }
        OptionalLong first = Readings.number(words.get(0));
        OptionalLong last = Readings.number(words.get(1));
        return first.isPresent() && last.isPresent()
                ? PortRange.of(first.getAsLong(), last.getAsLong())
                : Optional.empty();
    }

    /// How many different ports of [#ephemeralPorts] are taken by any TCP socket, those that linger
    /// in TIME_WAIT included.
    ///
    /// The kernel writes a line for each socket, some 140 ms for 18,000: not for a loop's thread.
    /// [TcpSockets#mostPorts] is a cheap upper bound.
    public OptionalLong portsInUse() {
        Optional<PortRange> range = ephemeralPorts();
        Path net = proc.resolve("net");
        Optional<String> four = Readings.text(net.resolve("tcp"));
        if (range.isEmpty() || four.isEmpty()) {
            return OptionalLong.empty();
        }
        var ports = new PortSet(range.get());
        ports.addLocal(four.get());
        Readings.text(net.resolve("tcp6")).ifPresent(ports::addLocal);
        return OptionalLong.of(ports.size());
    }

    private OptionalLong kibibytes(String file, String name) {
        List<String> words = Readings.after(proc.resolve(file), name, 1);
        if (words.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = Readings.number(words.getFirst());
        return number.isEmpty() ? number : OptionalLong.of(number.getAsLong() * KIB);
    }

    private static OptionalLong known(long figure) {
        return figure < 0 ? OptionalLong.empty() : OptionalLong.of(figure);
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

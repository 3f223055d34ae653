package dev.unruly.run;

import dev.unruly.engine.Pulse;
import dev.unruly.host.CpuMeter;
import dev.unruly.host.CpuUse;
import dev.unruly.host.GcPauses;
import dev.unruly.host.Machine;
import dev.unruly.host.TcpSockets;
import dev.unruly.model.GeneratorSecond;

/// Takes the generator's own pulse, second by second.
public final class Vitals implements AutoCloseable {

    private final Machine machine;
    private final CpuMeter cpu;
    private final GcPauses pauses = GcPauses.listen();

    /// @param nowNanos of the run's clock
    public Vitals(Machine machine, long nowNanos) {
        this.machine = machine;
        this.cpu = new CpuMeter(machine, nowNanos);
    }

    /// How the generator did since it was last asked.
    GeneratorSecond take(int second, Pulse pulse, long nowNanos) {
        CpuUse use = cpu.use(nowNanos);
        return new GeneratorSecond(
                second,
                pulse.lateness(),
                use.process(),
                use.machineShare(),
                pauses.take().longestNanos(),
                pulse.openConnections(),
                (int) machine.openDescriptors().orElse(-1),
                machine.tcpSockets().map(TcpSockets::mostPorts).orElse(-1L).intValue(),
                pulse.users());
    }

    @Override
    public void close() {
        pauses.close();
    }
}

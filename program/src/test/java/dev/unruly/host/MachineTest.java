package dev.unruly.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {

    private final Machine here = new Machine();

    @Test
    void workTakesProcessorTime() {
        long before = here.processCpuNanos().orElseThrow();
        double sum = 0;
        for (int i = 1; i < 3_000_000; i++) {
            sum += Math.sqrt(i);
        }
        assertThat(sum).isPositive();
        assertThat(here.processCpuNanos().orElseThrow()).isGreaterThan(before + 1_000_000);
        assertThat(here.processors()).isPositive();
    }

    @Test
    void openFilesAreCounted(@TempDir Path folder) throws IOException {
        long before = here.openDescriptors().orElseThrow();
        List<Closeable> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            open.add(Files.newOutputStream(folder.resolve("file-" + i)));
        }
        long during = here.openDescriptors().orElseThrow();
        for (Closeable file : open) {
            file.close();
        }
        assertThat(during - before).isBetween(40L, 60L);
        assertThat(here.descriptorLimit().orElseThrow()).isGreaterThan(during);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsTold() {
        long resident = here.residentBytes().orElseThrow();
        long all = here.memoryBytes().orElseThrow();
        assertThat(resident).isBetween(10L << 20, all);
        assertThat(here.peakResidentBytes().orElseThrow()).isGreaterThanOrEqualTo(resident);
        assertThat(here.availableMemoryBytes().orElseThrow()).isBetween(1L, all);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void connectionsTakeSocketsAndPorts() throws IOException {
        List<Closeable> open = new ArrayList<>();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var server = new ServerSocket(0, 100, loopback)) {
            for (int i = 0; i < 60; i++) {
                var client = new Socket(loopback, server.getLocalPort());
                open.add(client);
                open.add(server.accept());
                assertThat(here.ephemeralPorts().orElseThrow().contains(client.getLocalPort()))
                        .isTrue();
            }
            TcpSockets sockets = here.tcpSockets().orElseThrow();
            assertThat(sockets.inUse()).isGreaterThanOrEqualTo(120);
            long ports = here.portsInUse().orElseThrow();
            assertThat(ports).isBetween(60L, (long) here.ephemeralPorts().orElseThrow().size());
            assertThat(sockets.mostPorts()).isGreaterThanOrEqualTo(120);
        } finally {
            for (Closeable socket : open) {
                socket.close();
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void timeOfTheMachineNeverRunsBackwards() {
        CpuTimes before = here.cpuTimes().orElseThrow();
        CpuTimes after = here.cpuTimes().orElseThrow();
        assertThat(before.totalNanos()).isPositive();
        assertThat(after.busyNanos()).isGreaterThanOrEqualTo(before.busyNanos());
        here.cpuPressureNanos().ifPresent(nanos -> assertThat(nanos).isNotNegative());
        here.throttledNanos().ifPresent(nanos -> assertThat(nanos).isNotNegative());
        here.processorQuota().ifPresent(quota -> assertThat(quota).isPositive());
    }

    @Test
    void whatAMachineDoesNotTellIsEmpty(@TempDir Path nowhere) {
        var other = new Machine(nowhere);
        assertThat(other.cpuTimes()).isEmpty();
        assertThat(other.cpuPressureNanos()).isEmpty();
        assertThat(other.residentBytes()).isEmpty();
        assertThat(other.memoryBytes()).isEmpty();
        assertThat(other.tcpSockets()).isEmpty();
        assertThat(other.ephemeralPorts()).isEmpty();
        assertThat(other.portsInUse()).isEmpty();
        assertThat(other.processorQuota()).isEmpty();
        assertThat(other.throttledNanos()).isEmpty();
    }

    @Test
    void nonsenseIsNotTold(@TempDir Path root) throws IOException {
        write(root, "proc/stat", "cpu  1 2 x 4 5 6 7 8 9 10\n\n");
        write(root, "proc/self/status", "VmRSS:\nVmHWM: many kB\n");
        write(root, "proc/meminfo", "\n\n");
        write(root, "proc/net/sockstat", "TCP: inuse 1 orphan\n");
        write(root, "proc/net/tcp", "sl\n0: 0100007F:1F\n1: \n : : zzzz\n");
        write(root, "proc/sys/net/ipv4/ip_local_port_range", "60999 32768\n");
        write(root, "proc/self/cgroup", "rubbish\n\n0::/a/../../..\n");
        write(root, "sys/fs/cgroup/cpu.max", "max 100000\n");
        write(root, "proc/pressure/cpu", "some avg10=1\n");
        var odd = new Machine(root);
        assertThat(odd.cpuTimes()).isEmpty();
        assertThat(odd.residentBytes()).isEmpty();
        assertThat(odd.peakResidentBytes()).isEmpty();
        assertThat(odd.memoryBytes()).isEmpty();
        assertThat(odd.tcpSockets()).isEmpty();
        assertThat(odd.ephemeralPorts()).isEmpty();
        assertThat(odd.portsInUse()).isEmpty();
        assertThat(odd.processorQuota()).isEmpty();
        assertThat(odd.cpuPressureNanos()).isEmpty();
        write(root, "proc/sys/net/ipv4/ip_local_port_range", "0 65535\n");
        assertThat(odd.portsInUse()).hasValue(0);
    }

    @Test
    void portsAreThoseOfTheRangeOnce(@TempDir Path root) throws IOException {
        write(root, "proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write(
                root,
                "proc/net/tcp",
                """
                  sl  local_address rem_address   st tx_queue rx_queue
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000
                   1: 0100007F:8000 0100007F:1F90 01 00000000:00000000
                   2: 0100007F:8001 0100007F:1F90 06 00000000:00000000
                   3: 0200007F:8001 0100007F:1F91 06 00000000:00000000
                """);
        write(
                root,
                "proc/net/tcp6",
                """
                sl  local_address remote_address
                 0: 00000000000000000000000000000000:EE47 00000000:0000 0A
                 1: 00000000000000000000000000000000:EE48 00000000:0000 0A\
                """);
        var machine = new Machine(root);
        assertThat(machine.ephemeralPorts()).contains(new PortRange(32_768, 60_999));
        assertThat(machine.portsInUse()).hasValue(3);
    }

    @Test
    void socketsOfBothProtocolsAdd(@TempDir Path root) throws IOException {
        write(
                root,
                "proc/net/sockstat",
                "sockets: used 12\nTCP: inuse 5 orphan 1 tw 19 alloc 7 mem 242\n");
        var machine = new Machine(root);
        assertThat(machine.tcpSockets()).contains(new TcpSockets(5, 1, 19));
        write(root, "proc/net/sockstat6", "TCP6: inuse 3\n");
        assertThat(machine.tcpSockets()).contains(new TcpSockets(8, 1, 19));
        assertThat(machine.tcpSockets().orElseThrow().mostPorts()).isEqualTo(27);
    }

    @Test
    void theTightestQuotaOnTheWayUpHolds(@TempDir Path root) throws IOException {
        write(root, "proc/self/cgroup", "0::/slice/service\n");
        write(root, "sys/fs/cgroup/slice/cpu.max", "150000 100000\n");
        write(root, "sys/fs/cgroup/slice/service/cpu.max", "max 100000\n");
        write(
                root,
                "sys/fs/cgroup/slice/service/cpu.stat",
                "usage_usec 5\nnr_throttled 2\nthrottled_usec 70\n");
        var machine = new Machine(root);
        assertThat(machine.processorQuota()).hasValue(1.5);
        assertThat(machine.throttledNanos()).hasValue(70_000);
        write(root, "sys/fs/cgroup/slice/service/cpu.max", "50000 100000\n");
        assertThat(machine.processorQuota()).hasValue(0.5);
    }

    @Test
    void theOlderHierarchyIsReadToo(@TempDir Path root) throws IOException {
        write(
                root,
                "proc/self/cgroup",
                "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/docker/abc\n");
        write(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n");
        write(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        write(root, "sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 1\nthrottled_time 42\n");
        // In the container its own group is mounted as the root, whatever its path says.
        var machine = new Machine(root);
        assertThat(machine.processorQuota()).hasValue(2);
        assertThat(machine.throttledNanos()).hasValue(42);
        write(root, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        assertThat(machine.processorQuota()).isEmpty();
    }

    @Test
    void aMeterTellsWhatHappenedInBetween(@TempDir Path root) throws IOException {
        write(root, "proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        var meter = new CpuMeter(new Machine(root), 1_000);
        write(root, "proc/stat", "cpu  150 0 110 820 10 0 0 10 0 0\n");
        CpuUse use = meter.use(1_000_000_000);
        assertThat(use.machineShare()).isCloseTo(0.6, within(1e-12));
        assertThat(use.stolenShare()).isCloseTo(0.1, within(1e-12));
        assertThat(use.process()).isNotNegative();
        CpuUse still = meter.use(1_000_000_001);
        assertThat(still.machineShare()).isZero();
        assertThatThrownBy(() -> meter.use(1_000_000_001)).hasMessageContaining("must go on");
        Files.delete(root.resolve("proc/stat"));
        assertThat(meter.use(2_000_000_000).machineShare()).isNegative();
        write(root, "proc/stat", "cpu  150 0 110 820 10 0 0 10 0 0\n");
        assertThat(meter.use(3_000_000_000L).stolenShare()).isNegative();
        assertThat(meter.use(4_000_000_000L).stolenShare()).isZero();
    }

    @Test
    void portsAreInOrderAndInRange() {
        assertThat(new PortRange(5, 5).size()).isEqualTo(1);
        assertThatThrownBy(() -> new PortRange(6, 5)).hasMessageContaining("6 to 5");
        assertThatThrownBy(() -> new PortRange(6, 65_536)).hasMessageContaining("65536");
    }

    private static void write(Path root, String file, String text) throws IOException {
        Path path = root.resolve(file);
        Path folder = path.getParent();
        assertThat(folder).isNotNull();
        Files.createDirectories(folder);
        Files.writeString(path, text);
    }
}

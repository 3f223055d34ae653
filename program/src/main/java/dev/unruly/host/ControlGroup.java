package dev.unruly.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The processor limits of this process's control group, of either version.
final class ControlGroup {

    private final Path cgroups;
    private final Path membership;

    ControlGroup(Path root) {
        cgroups = root.resolve("sys/fs/cgroup");
        membership = root.resolve("proc/self/cgroup");
    }

    /// The tightest quota on the way from the process's group up to the root.
    OptionalDouble processorQuota() {
        OptionalDouble tightest = OptionalDouble.empty();
        for (Place place : places()) {
            for (Path folder = place.folder;
                    folder != null && folder.startsWith(place.mount);
                    folder = folder.getParent()) {
                OptionalDouble quota = place.unified ? unifiedQuota(folder) : olderQuota(folder);
                if (quota.isPresent()
                        && quota.getAsDouble() < tightest.orElse(Double.POSITIVE_INFINITY)) {
                    tightest = quota;
                }
            }
        }
        return tightest;
    }

    /// For how long the process's own group was held back.
    OptionalLong throttledNanos() {
        for (Place place : places()) {
            Path stat = place.folder.resolve("cpu.stat");
            String name = place.unified ? "throttled_usec" : "throttled_time";
            List<String> words = Readings.after(stat, name, 1);
            if (!words.isEmpty()) {
                OptionalLong time = Readings.number(words.getFirst());
                return time.isEmpty() || !place.unified
                        ? time
                        : OptionalLong.of(time.getAsLong() * 1000);
            }
        }
        return OptionalLong.empty();
    }

    /// A group's folder below the mount of its hierarchy.
    private record Place(Path mount, Path folder, boolean unified) {}

    /// Where this process's groups that count processor time are.
    private List<Place> places() {
        return Readings.lines(membership).stream()
                .map(this::place)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Lines are `hierarchy:controllers:path`; the unified hierarchy is 0 and names no controllers.
    private Optional<Place> place(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        boolean unified = parts[1].isEmpty();
        if (!unified && !Arrays.asList(parts[1].split(",")).contains("cpu")) {
            return Optional.empty();
        }
        Path mount = unified ? unifiedMount() : cgroups.resolve(parts[1]);
        if (!unified && !Files.isDirectory(mount)) {
            mount = cgroups.resolve("cpu");
        }
        Path folder = mount.resolve(parts[2].replaceFirst("^/+", "")).normalize();
        // Inside a container the path may be the host's, while only the own group is mounted.
        boolean reachable = folder.startsWith(mount) && Files.isDirectory(folder);
        return Optional.of(new Place(mount, reachable ? folder : mount, unified));
    }

    private Path unifiedMount() {
        Path hybrid = cgroups.resolve("unified");
        return Files.isDirectory(hybrid) ? hybrid : cgroups;
    }

    private static OptionalDouble unifiedQuota(Path folder) {
        Path file = folder.resolve("cpu.max");
        List<String> words = Readings.text(file).map(Readings::words).orElse(List.of());
        return words.size() == 2
                ? ratio(Readings.number(words.get(0)), Readings.number(words.get(1)))
                : OptionalDouble.empty();
    }

    private static OptionalDouble olderQuota(Path folder) {
        return ratio(
                number(folder.resolve("cpu.cfs_quota_us")),
                number(folder.resolve("cpu.cfs_period_us")));
    }

    private static OptionalLong number(Path file) {
        Optional<String> text = Readings.text(file);
        return text.isEmpty() ? OptionalLong.empty() : Readings.number(text.get().strip());
    }

    /// Microseconds of processor time in each period; −1, or no number, is no limit.
    private static OptionalDouble ratio(OptionalLong quota, OptionalLong period) {
        return quota.isPresent()
                        && period.isPresent()
                        && quota.getAsLong() > 0
                        && period.getAsLong() > 0
                ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
                : OptionalDouble.empty();
    }
}

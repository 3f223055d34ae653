package dev.unruly.cli;

import dev.unruly.backend.Blueprint;
import dev.unruly.model.Experiment;
import dev.unruly.model.Trigger;
import dev.unruly.run.Vulnerability;
import dev.unruly.stats.Interval;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds a trigger's length at which a model does not come back, and tells it.
final class SimFinding {

    /// The curve, for other programs.
    static final String FILE = "vulnerability.csv";

    private final Experiment experiment;
    private final Blueprint blueprint;
    private final PrintWriter say;
    private final Voice voice;

    SimFinding(Experiment experiment, Blueprint blueprint, PrintWriter say, Voice voice) {
        this.experiment = experiment;
        this.blueprint = blueprint;
        this.say = say;
        this.voice = voice;
    }

    /// Finds it for each size.
    ///
    /// @param wanted the trigger, from 1 on; empty: the only one that has a length
    int find(Optional<Integer> wanted, List<Double> sizes, int seeds, Path folder, PrintWriter err)
            throws IOException {
        List<Integer> candidates = Vulnerability.candidates(experiment);
        Optional<Integer> index = wanted.map(n -> n - 1).or(() -> candidates.stream().findFirst());
        if (index.isEmpty()
                || !candidates.contains(index.get())
                || (wanted.isEmpty() && candidates.size() > 1)) {
            err.println(
                    candidates.isEmpty()
                            ? "no trigger of the experiment has a length (`for:`) that could be varied"
                            : "say which trigger is varied: --trigger with one of "
                                    + candidates.stream().map(i -> i + 1).toList());
            return ExitCode.BAD_INPUT;
        }
        Trigger trigger = experiment.triggers().get(index.get());
        if (!Vulnerability.sizeable(trigger) && sizes.stream().anyMatch(size -> size != 1)) {
            err.println(
                    "trigger " + (index.get() + 1) + " has no size besides its length: --sizes");
            return ExitCode.BAD_INPUT;
        }
        var curves = new ArrayList<Vulnerability>();
        for (double size : sizes) {
            curves.add(
                    Vulnerability.find(
                            experiment, blueprint, index.get(), size, seeds, this::told));
        }
        curves.forEach(this::tell);
        Files.write(folder.resolve(FILE), csv(curves));
        voice.say(say, List.of("", "curve   " + folder.resolve(FILE)));
        return ExitCode.HOLDS;
    }

    private void told(String line) {
        say.println("  " + line);
        say.flush();
    }

    private void tell(Vulnerability curve) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(
                "%s%s: seeds after which the system does not come back, by the trigger's length"
                        .formatted(
                                curve.trigger(),
                                curve.size() == 1 ? "" : ", " + curve.size() + " × its size"));
        for (Vulnerability.Point point : curve.points()) {
            Interval interval = point.interval();
            lines.add(
                    say(
                            "  %8.2f s  %3d of %-3d  %3.0f %%  (%.0f to %.0f %%, Wilson 95 %%)  %s",
                            point.nanos() / 1e9,
                            point.fallen(),
                            point.seeds(),
                            100 * point.share(),
                            100 * interval.low(),
                            100 * interval.high(),
                            "#".repeat((int) Math.round(20 * point.share()))));
        }
        lines.add(
                curve.tipSeconds()
                        .map(tip ->
                                say(
                                        "It tips at about %.2f s: between %.2f and %.2f s.",
                                        tip, curve.lowNanos() / 1e9, curve.highNanos() / 1e9))
                        .orElse(
                                curve.highNanos() == 0
                                        ? "It comes back after every length that was tried."
                                        : "It does not come back after any length that was tried."));
        voice.say(say, lines);
    }

    private static List<String> csv(List<Vulnerability> curves) {
        var lines = new ArrayList<String>();
        lines.add("size,seconds,fallen,seeds,share,low,high");
        for (Vulnerability curve : curves) {
            for (Vulnerability.Point point : curve.points()) {
                lines.add(
                        say(
                                "%s,%.3f,%d,%d,%.3f,%.3f,%.3f",
                                curve.size(),
                                point.nanos() / 1e9,
                                point.fallen(),
                                point.seeds(),
                                point.share(),
                                point.interval().low(),
                                point.interval().high()));
            }
        }
        return lines;
    }

    private static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}

package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import java.nio.file.Path;
import java.util.List;

/// Reads the files that users write. All problems of a file, and of the files it refers to, are
/// told at once; nothing in a file makes it throw.
public final class Scripts {

    private Scripts() {}

    /// Reads an experiment, its population and their data.
    public static Read<Experiment> experiment(Path file) {
        return experiment(file, "");
    }

    /// Reads an experiment and aims it at another target than the one it names.
    ///
    /// @param target a URL; empty: the experiment's own
    public static Read<Experiment> experiment(Path file, String target) {
        var reading = new Reading();
        return reading.result(ExperimentFile.read(reading, file, target));
    }

    /// Reads a population and its data.
    public static Read<Population> population(Path file) {
        var reading = new Reading();
        return reading.result(
                PopulationFile.read(reading, file, Place.topOf(file.toString())).population());
    }

    /// Reads settings that were written down by themselves: a file with `policies:`, and nothing
    /// else.
    ///
    /// @param dependencies that they may protect
    public static Read<List<Protection>> policies(Path file, List<Dependency> dependencies) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the settings")
                        .flatMap(value -> PolicyReader.alone(value, dependencies)));
    }

    /// Reads a latency file: how long things took in production.
    public static Read<List<ObservedLatency>> latencies(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the latency file")
                        .flatMap(LatencyReader::read));
    }
}

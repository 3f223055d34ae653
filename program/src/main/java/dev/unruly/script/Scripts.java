package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import dev.unruly.model.SystemModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /// Reads a latency file: how long things took in production.
    public static Read<List<ObservedLatency>> latencies(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the latency file")
                        .flatMap(LatencyReader::read));
    }

    /// Reads a model of a system.
    public static Read<SystemModel> system(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the model of a system")
                        .flatMap(SystemReader::read));
    }

    /// Reads a file of `policies:` alone, as settings are kept.
    ///
    /// @param dependencies of the experiment that they are for
    public static Read<List<Protection>> policies(Path file, List<Dependency> dependencies) {
        var reading = new Reading();
        Map<String, Dependency.Protocol> protocols = new LinkedHashMap<>();
        dependencies.forEach(d -> protocols.put(d.name(), d.protocol()));
        Optional<List<Protection>> read =
                Yaml.read(reading, file, Place.topOf(file.toString()), "the settings")
                        .map(value -> policies(value, protocols));
        return reading.result(read);
    }

    private static List<Protection> policies(
            Value value, Map<String, Dependency.Protocol> protocols) {
        Section section = value.section("settings", "policies: { … }");
        List<Protection> read =
                section.need("policies", "{ identity: { timeout: 900ms } }")
                        .map(new PolicyReader(protocols)::read)
                        .orElse(List.of());
        section.done();
        return read;
    }
}

package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Policy;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /// Reads policies that come by themselves, as `policies.yaml`: YAML, or the same as JSON.
    ///
    /// @param name what the text is called in problems
    /// @param dependencies what can be protected
    public static Read<List<Protection>> policies(
            String text, String name, List<Dependency> dependencies) {
        var reading = new Reading();
        var protocols = new LinkedHashMap<String, Dependency.Protocol>();
        dependencies.forEach(one -> protocols.put(one.name(), one.protocol()));
        return reading.result(
                Yaml.compose(reading, new Source(name, text))
                        .map(node -> new Value(reading, name, node, "the text"))
                        .map(value -> {
                            Section section = value.section("policies-file", "policies: {}");
                            List<Protection> read =
                                    section.need("policies", "{}")
                                            .map(new PolicyReader(protocols)::read)
                                            .orElse(List.of());
                            section.done();
                            return read;
                        }));
    }

    /// Reads settings of policies, each a key and its value as `bulkhead: { most: 20 }`.
    ///
    /// @param name what the text is called in problems
    public static Read<List<Policy>> settings(String text, String name) {
        var reading = new Reading();
        return reading.result(
                Yaml.compose(reading, new Source(name, text))
                        .map(node ->
                                PolicyReader.alone(new Value(reading, name, node, "the text"))));
    }

    /// Reads a latency file: how long things took in production.
    public static Read<List<ObservedLatency>> latencies(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the latency file")
                        .flatMap(LatencyReader::read));
    }
}

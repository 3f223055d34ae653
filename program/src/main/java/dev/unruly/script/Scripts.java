package dev.unruly.script;

import dev.unruly.model.CallGraph;
import dev.unruly.model.Comparison;
import dev.unruly.model.Dependency;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import dev.unruly.model.SystemModel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

                                        .flatMap(read -> bound(value, read))));
                                ExpectationParser.expectation(value, names)
                        .flatMap(SystemReader::read));
                        .flatMap(value ->
                        .flatMap(value -> new CallsReader(known).read(value)));
                        .map(new PolicyReader(protocols)::read)
                        .map(node -> new Value(reading, title, node, "goal"))
                        .map(value -> policies(value, protocols));
                        .orElse(List.of());
                "is no budget for a request's time", "write one such as p(99) of pay < 400ms");
                Yaml.compose(reading, new Source(title, text))
                Yaml.read(reading, file, Place.topOf(file.toString()), "the calls file")
                Yaml.read(reading, file, Place.topOf(file.toString()), "the model of a system")
                Yaml.read(reading, file, Place.topOf(file.toString()), "the settings")
                goal.comparison() == Comparison.LESS || goal.comparison() == Comparison.AT_MOST;
                section.need("policies", "{ identity: { timeout: 900ms } }")
            Value value, Map<String, Dependency.Protocol> protocols) {
            return Optional.of(goal);
        List<Protection> read =
        Map<String, Dependency.Protocol> protocols = new LinkedHashMap<>();
        Optional<List<Protection>> read =
        Section section = value.section("settings", "policies: { … }");
        boolean below =
        dependencies.forEach(d -> protocols.put(d.name(), d.protocol()));
        if (goal.metric() instanceof Metric.Quantile && below && !goal.of().endpoint().isEmpty()) {
        return Optional.empty();
        return read;
        return reading.result(
        return reading.result(read);
        section.done();
        value.wrongText(
        var names = new Names(requests, Set.of(), List.of(), List.of(), List.of());
        var reading = new Reading();
        }
    ///
    /// @param dependencies of the experiment that they are for
    /// @param known of what latencies are known
    /// @param requests of which it may be
    /// @param title where it was written
    /// Reads a budget for a request's time, as `p(99) of checkout < 400ms`.
    /// Reads a file of `policies:` alone, as settings are kept.
    /// Reads a file of calls: what requests ask of others.
    /// Reads a model of a system.
    private static List<Protection> policies(
    private static Optional<Expectation> bound(Value value, Expectation goal) {
    public static Read<Expectation> goal(String title, String text, List<String> requests) {
    public static Read<List<Protection>> policies(Path file, List<Dependency> dependencies) {
    public static Read<Map<String, CallGraph>> calls(Path file, Collection<String> known) {
    public static Read<SystemModel> system(Path file) {
    }
    }
}

package dev.unruly.script;

import dev.unruly.model.Comparison;
import dev.unruly.model.Dependency;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Policy;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import dev.unruly.model.Requested;
import dev.unruly.model.SystemModel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
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

    /// Reads such settings from a text: YAML, or the same as JSON.
    ///
    /// @param name what the text is called in problems
    public static Read<List<Protection>> policies(
            String text, String name, List<Dependency> dependencies) {
        var reading = new Reading();
        return reading.result(
                Yaml.compose(reading, new Source(name, text))
                        .map(node -> new Value(reading, name, node, "the text"))
                        .flatMap(value -> PolicyReader.alone(value, dependencies)));
    }

    /// Reads the policies of one route, each a key and its value as `bulkhead: { most: 20 }`.
    ///
    /// @param name what the text is called in problems
    public static Read<List<Policy>> settings(String text, String name) {
        var reading = new Reading();
        return reading.result(
                Yaml.compose(reading, new Source(name, text))
                        .map(node ->
                                PolicyReader.ofRoute(new Value(reading, name, node, "the text"))));
    }

    /// Reads a latency file: how long things took in production.
    public static Read<List<ObservedLatency>> latencies(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the latency file")
                        .flatMap(LatencyReader::read));
    }

    /// Reads a file of calls: what requests ask of others.
    ///
    /// @param known of what latencies are known
    public static Read<List<Requested>> calls(Path file, Collection<String> known) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the calls file")
                        .flatMap(value -> new CallsReader(known).read(value)));
    }

    /// Reads a budget for a request's time, as `p(99) of checkout < 400ms`.
    ///
    /// @param title where it was written
    /// @param requests of which it may be
    public static Read<Expectation> goal(String title, String text, List<String> requests) {
        var reading = new Reading();
        var names = new Names(requests, Set.of(), List.of(), List.of(), List.of());
        return reading.result(
                Yaml.compose(reading, new Source(title, text))
                        .map(node -> new Value(reading, title, node, "goal"))
                        .flatMap(value ->
                                ExpectationParser.expectation(value, names)
                                        .flatMap(read -> bound(value, read))));
    }

    private static Optional<Expectation> bound(Value value, Expectation goal) {
        boolean below =
                goal.comparison() == Comparison.LESS || goal.comparison() == Comparison.AT_MOST;
        if (goal.metric() instanceof Metric.Quantile && below && !goal.of().endpoint().isEmpty()) {
            return Optional.of(goal);
        }
        value.wrongText(
                "is no budget for a request's time", "write one such as p(99) of pay < 400ms");
        return Optional.empty();
    }

    /// Reads a model of a system.
    public static Read<SystemModel> system(Path file) {
        var reading = new Reading();
        return reading.result(
                Yaml.read(reading, file, Place.topOf(file.toString()), "the model of a system")
                        .flatMap(SystemReader::read));
    }
}

package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Dependency;
import dev.unruly.model.Expectation;
import dev.unruly.model.Experiment;
import dev.unruly.model.Guardrail;
import dev.unruly.model.Hook;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.model.Target;
import dev.unruly.model.Trigger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// An experiment's file, read together with all that it refers to.
final class ExperimentFile {

    private static final long SECOND = 1_000_000_000L;
    private static final Phases USUAL =
            new Phases(20 * SECOND, 40 * SECOND, 90 * SECOND, 60 * SECOND);
    private static final long LONGEST_RUN = 7 * 24 * 3_600 * SECOND;
    private static final double MOST_USERS = 1e8;
    private static final String POISSON = "[ { poisson: { rate: 40/s } } ]";
    private static final String TARGET = "http://127.0.0.1:8080";

    private final Reading reading;
    private final Path folder;
    private final Section section;
    private final Reach reach = new Reach();
    private final DependencyReader dependencies = new DependencyReader(reach);
    private final HookReader hooks = new HookReader(reach);
    private final ArrivalReader arrivals;

    private ExperimentFile(Path file, Value value) {
        this.reading = value.reading();
        this.folder = Paths.folderOf(file);
        this.section = value.section("experiment", "name:, target:, population: and arrivals:");
        this.arrivals = new ArrivalReader(new ReplayReader(folder));
    }

    /// Reads a file; empty, with problems told, when something is wrong with it.
    ///
    /// @param target what is aimed at instead of the file's own target; empty: that one
    static Optional<Experiment> read(Reading reading, Path file, String target) {
        return Yaml.read(reading, file, Place.topOf(file.toString()), "the experiment")
                .flatMap(value -> new ExperimentFile(file, value).read(target));
    }

    private Optional<Experiment> read(String otherTarget) {
        int mark = reading.mark();
        section.find("allow-targets").ifPresent(reach::allow);
        String title = section.need("name", "flash-sale").map(ExperimentFile::title).orElse("");
        Optional<Target> target = aim(otherTarget).flatMap(this::target);
        Optional<PopulationFile> crowd =
                section.need("population", "shop.population.yaml").flatMap(this::population);
        long seed =
                section.find("seed")
                        .map(v -> v.whole(Long.MIN_VALUE, Long.MAX_VALUE, "42"))
                        .orElse(1L);
        List<Dependency> fronted =
                section.find("dependencies").map(dependencies::read).orElse(List.of());
        var protectors = new PolicyReader(dependencies.protocols(), dependencies.instances());
        List<Protection> protections =
                section.find("policies").map(protectors::read).orElse(List.of());
        Hook.All around = section.find("hooks").map(hooks::read).orElse(Hook.All.NONE);
        Hook.Apply apply = section.find("apply").map(hooks::apply).orElse(Hook.Apply.NONE);
        List<Arrival> load =
                section.need("arrivals", POISSON).map(arrivals::read).orElse(List.of());
        Phases phases = section.find("phases").map(ExperimentFile::phases).orElse(USUAL);
        Names names = names(crowd.map(PopulationFile::names).orElse(Names.UNKNOWN));
        Map<String, ObservedLatency> observed =
                section.find("latencies").map(this::latencies).orElse(Map.of());
        List<Trigger> triggers = triggers(names, observed);
        List<Expectation> expectations = expectations(names);
        List<Guardrail> stopIf = lines("stop-if", names, ExpectationParser::guardrail);
        List<Guardrail> abortIf = lines("abort-if", names, ExpectationParser::guardrail);
        Share allow = section.find("allow").map(v -> v.share("10%")).orElse(Share.NONE);
        section.done();
        checkSize(load, phases, triggers);
        crowd.ifPresent(c -> checkDemands(c.demands(), Crowd.expected(load, phases, triggers)));
        Optional<Population> population = crowd.flatMap(PopulationFile::population);
        if (target.isEmpty() || population.isEmpty() || !reading.cleanSince(mark)) {
            return Optional.empty();
        }
        var experiment =
                new Experiment(
                        title,
                        target.get(),
                        reach.allowed(),
                        population.get(),
                        seed,
                        fronted,
                        protections,
                        around.with(apply),
                        load,
                        phases,
                        triggers,
                        expectations,
                        stopIf,
                        abortIf,
                        allow);
        new Doubts(section).ask(experiment);
        return Optional.of(experiment);
    }

    /// The file's target, or the one that is named instead of it.
    private Optional<Value> aim(String otherTarget) {
        if (otherTarget.isEmpty()) {
            return section.need("target", TARGET);
        }
        section.knows("target");
        var node = new ScalarNode(Tag.STR, otherTarget, ScalarStyle.PLAIN);
        return Optional.of(new Value(reading, "--target", node, "--target"));
    }

    private Names names(Names ofPopulation) {
        return ofPopulation.withDependencies(List.copyOf(dependencies.protocols().keySet()));
    }

    /// What dependencies took in production, by their names.
    private Map<String, ObservedLatency> latencies(Value value) {
        Map<String, ObservedLatency> observed = new HashMap<>();
        Paths.beside(folder, value)
                .flatMap(path -> Yaml.read(reading, path, value.at(), "the latency file"))
                .flatMap(LatencyReader::read)
                .orElse(List.of())
                .stream()
                .filter(place -> place.name().equals(place.dependency()))
                .filter(place -> place.answered().stream().anyMatch(band -> band.count() > 0))
                .forEach(place -> observed.putIfAbsent(place.name(), place));
        return observed;
    }

    private List<Trigger> triggers(Names names, Map<String, ObservedLatency> observed) {
        var reader = new TriggerReader(hooks, dependencies.protocols(), observed, names);
        return section.find("triggers").map(reader::read).orElse(List.of());
    }

    private static String title(Value value) {
        String text = value.text("flash-sale");
        if (value.isText() && !text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            value.wrongText(
                    "cannot name a run's folder", "write letters, digits, ., - and _, at most 100");
        }
        return text;
    }

    private Optional<Target> target(Value value) {
        return Url.read(value, TARGET)
                .map(url -> {
                    reach.require(url.at(), value);
                    if (url.path().indexOf('?') >= 0) {
                        value.wrongText("has a query", "write only where paths begin");
                    }
                    String path = url.path().replaceAll("\\?.*", "").replaceAll("/+$", "");
                    return new Target(url.at(), url.tls(), path);
                });
    }

    private Optional<PopulationFile> population(Value value) {
        return Paths.beside(folder, value)
                .map(path -> PopulationFile.read(reading, path, value.at()));
    }

    private static Phases phases(Value value) {
        Section section = value.section("phases", "{ warm-up: 20s, baseline: 40s, watch: 90s }");
        long warmUp =
                section.find("warm-up").map(v -> v.nanos(0, "20s")).orElse(USUAL.warmUpNanos());
        long baseline =
                section.find("baseline").map(v -> v.nanos(1, "40s")).orElse(USUAL.baselineNanos());
        long watch = section.find("watch").map(v -> v.nanos(0, "90s")).orElse(USUAL.watchNanos());
        long relief =
                section.find("relief").map(ExperimentFile::relief).orElse(USUAL.reliefMostNanos());
        section.done();
        return new Phases(warmUp, baseline, watch, relief);
    }

    private static long relief(Value value) {
        boolean none = value.isText() && value.text("none").toLowerCase(Locale.ROOT).equals("none");
        return none ? 0 : value.nanos(1, "60s, or none");
    }

    /// What stands under `expect:`, and behind it what stands under `thresholds:`.
    private List<Expectation> expectations(Names names) {
        var all = new ArrayList<>(lines("expect", names, ExpectationParser::expectation));
        var thresholds = new ThresholdReader(names);
        section.find("thresholds").ifPresent(value -> all.addAll(thresholds.read(value)));
        return all;
    }

    private <T> List<T> lines(
            String key, Names names, BiFunction<Value, Names, Optional<T>> parser) {
        return section.find(key).stream()
                .flatMap(v -> v.items("a list, each line after a -").stream())
                .flatMap(v -> parser.apply(v, names).stream())
                .toList();
    }

    /// A run that nobody can wait for, or that no machine can hold, is a slip of a unit.
    private void checkSize(List<Arrival> load, Phases phases, List<Trigger> triggers) {
        long length = Crowd.lengthNanos(phases, triggers);
        if (length > LONGEST_RUN) {
            section.keyOf("phases")
                    .wrong(
                            "the run would take " + length / (3_600 * SECOND) + " hours",
                            "make phases and triggers shorter, together at most 168h");
            return;
        }
        double users = Crowd.expected(load, phases, triggers);
        if (users > MOST_USERS) {
            section.keyOf("arrivals")
                    .wrong(
                            String.format(Locale.ROOT, "about %.3g users would come", users),
                            "lower the rates, to at most 100000000 users in all");
        }
    }

    private void checkDemands(List<Demand> demands, double expectedUsers) {
        long users = (long) Math.ceil(expectedUsers);
        for (Demand demand : demands) {
            if (demand.records() < users) {
                reading.wrong(
                        demand.at(),
                        "`"
                                + demand.feed()
                                + "` has records for "
                                + demand.records()
                                + " users, and about "
                                + users
                                + " will come",
                        "add records, or let users share them");
            }
        }
    }
}

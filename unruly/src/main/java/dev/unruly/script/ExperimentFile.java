package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Dependency;
import dev.unruly.model.Expectation;
import dev.unruly.model.Experiment;
import dev.unruly.model.Guardrail;
import dev.unruly.model.Hook;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Share;
import dev.unruly.model.Target;
import dev.unruly.model.Trigger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/// An experiment's file, read together with all that it refers to.
final class ExperimentFile {

    private static final long SECOND = 1_000_000_000L;
    private static final Phases USUAL =
            new Phases(20 * SECOND, 40 * SECOND, 90 * SECOND, 60 * SECOND);
    private static final String POISSON = "[ { poisson: { rate: 40/s } } ]";
    private static final String TARGET = "http://127.0.0.1:8080";

    private final Reading reading;
    private final Path folder;
    private final Reach reach = new Reach();
    private List<Demand> demands = List.of();

    private ExperimentFile(Reading reading, Path file) {
        this.reading = reading;
        this.folder = Paths.folderOf(file);
    }

    /// Reads a file; empty, with problems told, when something is wrong with it.
    static Optional<Experiment> read(Reading reading, Path file) {
        return Yaml.read(reading, file, Place.topOf(file.toString()), "the experiment")
                .flatMap(new ExperimentFile(reading, file)::read);
    }

    private Optional<Experiment> read(Value value) {
        int mark = reading.mark();
        Section section = value.section("experiment", "name:, target:, population: and arrivals:");
        Optional<Value> name = section.need("name", "flash-sale");
        section.find("allow-targets").ifPresent(reach::allow);
        Optional<Target> target = section.need("target", TARGET).flatMap(this::target);
        Optional<Value> populationValue = section.need("population", "shop.population.yaml");
        Optional<PopulationFile> populationFile = populationValue.flatMap(this::population);
        long seed =
                section.find("seed")
                        .map(v -> v.whole(Long.MIN_VALUE, Long.MAX_VALUE, "42"))
                        .orElse(1L);
        var dependencyReader = new DependencyReader(reach);
        List<Dependency> dependencies =
                section.find("dependencies").map(dependencyReader::read).orElse(List.of());
        var hookReader = new HookReader(reach);
        Hook.All hooks = section.find("hooks").map(hookReader::read).orElse(Hook.All.NONE);
        var arrivalReader = new ArrivalReader(new ReplayReader(folder));
        List<Arrival> arrivals =
                section.need("arrivals", POISSON).map(arrivalReader::read).orElse(List.of());
        Phases phases = section.find("phases").map(ExperimentFile::phases).orElse(USUAL);
        Names names =
                populationFile
                        .map(PopulationFile::names)
                        .orElse(Names.UNKNOWN)
                        .withDependencies(List.copyOf(dependencyReader.protocols().keySet()));
        var triggerReader =
                new TriggerReader(arrivalReader, hookReader, dependencyReader.protocols(), names);
        List<Trigger> triggers =
                section.find("triggers").map(triggerReader::read).orElse(List.of());
        List<Expectation> expectations =
                lines(section, "expect", names, ExpectationParser::expectation);
        List<Guardrail> stopIf = lines(section, "stop-if", names, ExpectationParser::guardrail);
        List<Guardrail> abortIf = lines(section, "abort-if", names, ExpectationParser::guardrail);
        Share allow = section.find("allow").map(v -> v.share("10%")).orElse(Share.NONE);
        String title = name.map(ExperimentFile::title).orElse("");
        section.done();
        Optional<Population> population = populationFile.flatMap(PopulationFile::population);
        if (target.isEmpty() || population.isEmpty() || !reading.cleanSince(mark)) {
            return Optional.empty();
        }
        new Doubts(reading).ask(section, population.get(), dependencies, triggers, target.get());
        checkDemands(arrivals, phases, triggers);
        return reading.cleanSince(mark)
                ? Optional.of(
                        new Experiment(
                                title,
                                target.get(),
                                reach.allowed(),
                                population.get(),
                                seed,
                                dependencies,
                                hooks,
                                arrivals,
                                phases,
                                triggers,
                                expectations,
                                stopIf,
                                abortIf,
                                allow))
                : Optional.empty();
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
        Optional<PopulationFile> file =
                Paths.beside(folder, value)
                        .map(path -> PopulationFile.read(reading, path, value.at()));
        file.ifPresent(f -> demands = f.demands());
        return file;
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

    private static <T> List<T> lines(
            Section section,
            String key,
            Names names,
            BiFunction<Value, Names, Optional<T>> parser) {
        return section.find(key).stream()
                .flatMap(v -> v.items("a list, each line after a -").stream())
                .flatMap(v -> parser.apply(v, names).stream())
                .toList();
    }

    private void checkDemands(List<Arrival> arrivals, Phases phases, List<Trigger> triggers) {
        long users = (long) Math.ceil(Crowd.expected(arrivals, phases, triggers));
        for (Demand demand : demands) {
            if (demand.records() < users) {
                reading.wrong(
                        demand.at(),
                        "`"
                                + demand.feed()
                                + "` has a record for each of "
                                + demand.records()
                                + " users, and about "
                                + users
                                + " will come",
                        "add records, or let users share them");
            }
        }
    }
}

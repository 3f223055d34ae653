package dev.unruly.cli;

import dev.unruly.advise.Advice;
import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.advise.Rules;
import dev.unruly.advise.Subject;
import dev.unruly.convert.Export;
import dev.unruly.engine.Plan;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly advise`: the settings that follow from what a run, or production, has seen.
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        description =
                "Derives protective settings from what a run saw of its dependencies before anything"
                        + " went wrong, or from latencies, traces and logs of production, and says"
                        + " what each follows from, or how much more would have to be seen.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is advice, no two settings contradict each other, and a --goal is kept",
            "1:settings contradict each other, nothing could be derived, or a --goal is not kept",
            "2:a folder is not that of a run, or a file is wrong"
        })
final class AdviseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;
    @Mixin private AdviceSources sources;
    @Mixin private AdviceGoal goal;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "The folder of a run; may be left out where files say enough.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Also write the settings there, as `policies:` of an experiment; with --export"
                            + " a folder.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--export",
            paramLabel = "LIST",
            description =
                    "Write the settings for other products into the folder --out instead:"
                            + " resilience4j, envoy, istio, grpc, haproxy, nginx, spring, hikaricp,"
                            + " pgjdbc, lettuce, tomcat, with commas between them, or all;"
                            + " losses.txt says what they cannot express.")
    private Optional<String> export = Optional.empty();

    @Option(
            names = "--experiment",
            paramLabel = "FILE",
            description = "Where --export finds the dependencies' addresses, if there is no run.")
    private Optional<Path> experiment = Optional.empty();

    /// What was derived, from wherever.
    ///
    /// @param protections of those that the gateway, and of those that applications enforce
    private record Settings(
            List<String> lines,
            List<Protection> protections,
            List<String> contradictions,
            List<Dependency> dependencies) {}

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        List<Export> targets;
        try {
            targets = export.map(ExportFolder::targets).orElse(List.of());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        String lack = lack(targets);
        if (!lack.isEmpty()) {
            err.println(lack);
            return ExitCode.BAD_INPUT;
        }
        try {
            Optional<RunHeader> header =
                    folder.isPresent()
                            ? Optional.of(RunHeader.read(folder.get()))
                            : Optional.empty();
            long seed = header.map(RunHeader::seed).orElse(1L);
            Optional<AdviceSources.Found> found = sources.read(err, seed);
            if (found.isEmpty()) {
                return ExitCode.BAD_INPUT;
            }
            Optional<Experiment> played = played(header);
            return played.isEmpty() && (folder.isPresent() || experiment.isPresent())
                    ? ExitCode.BAD_INPUT
                    : said(found.get(), played, targets, seed);
        } catch (IOException e) {
            err.println(Trouble.words(e));
            return ExitCode.BAD_INPUT;
        }
    }

    /// What has not been said; empty: nothing.
    private String lack(List<Export> targets) {
        if (folder.isEmpty() && !sources.any()) {
            return "name the folder of a run, or --latencies, --traces or --log of production";
        }
        if (!targets.isEmpty() && out.isEmpty()) {
            return "--export needs --out FOLDER, where the files go";
        }
        if (!targets.isEmpty() && folder.isEmpty() && experiment.isEmpty()) {
            return "--export needs a run, or --experiment FILE: whose addresses are they?";
        }
        return "";
    }

    private Optional<Experiment> played(Optional<RunHeader> header) throws IOException {
        if (header.isPresent() && folder.isPresent()) {
            Plan plan = RunFiles.plan(folder.get(), header.get());
            return Optional.of(plan.experiment());
        }
        return experiment
                .flatMap(file -> new Inputs(spec.commandLine().getErr()).experiment(file))
                .map(Inputs.Given::experiment);
    }

    private int said(
            AdviceSources.Found found, Optional<Experiment> played, List<Export> targets, long seed)
            throws IOException {
        PrintWriter say = spec.commandLine().getOut();
        Voice voice = main.voice();
        voice.say(say, found.notes().stream().map(note -> "  " + note).toList());
        if (goal.any() && out.isEmpty()) {
            return answered(found, seed);
        }
        Settings settings = settings(found.known(), played, seed, voice.columns());
        voice.say(say, settings.lines());
        if (out.isPresent() && !settings.protections().isEmpty()) {
            voice.say(say, List.of(""));
            voice.say(say, written(out.get(), targets, settings));
        }
        boolean good = !settings.protections().isEmpty() && settings.contradictions().isEmpty();
        if (goal.any()) {
            int code = answered(found, seed);
            return good || code != ExitCode.HOLDS ? code : ExitCode.FAILS;
        }
        voice.say(say, AdviceGoal.names(found.requests()));
        return good ? ExitCode.HOLDS : ExitCode.FAILS;
    }

    /// What a budget for a request asked.
    private int answered(AdviceSources.Found found, long seed) {
        Voice voice = main.voice();
        PrintWriter say = spec.commandLine().getOut();
        return goal.answer(
                found.byName(),
                found.requests(),
                seed,
                spec.commandLine().getErr(),
                lines -> voice.say(say, lines),
                voice.columns());
    }

    private Settings settings(
            List<Known> known, Optional<Experiment> played, long seed, int columns)
            throws IOException {
        var random = new SplittableRandom(seed);
        var lines = new ArrayList<String>();
        var protections = new ArrayList<Protection>();
        var contradictions = new ArrayList<String>();
        List<Known> others = known;
        if (folder.isPresent() && played.isPresent()) {
            Derivation derivation =
                    Derivation.with(Evidence.of(folder.get(), played.get()), known, random);
            lines.addAll(DerivationText.all(derivation, columns));
            protections.addAll(derivation.all());
            contradictions.addAll(derivation.contradictions());
            others = known.stream().filter(k -> !told(derivation, k.place())).toList();
        }
        Advice advice = Advice.of(others.stream().map(Subject::of).toList(), Rules.USUAL, random);
        lines.addAll(DerivationText.advice(advice, columns));
        advice.protections().forEach(p -> protections.add(rounded(p)));
        contradictions.addAll(advice.contradictions());
        return new Settings(
                lines,
                protections,
                contradictions,
                played.map(Experiment::dependencies).orElse(List.of()));
    }

    /// Whether the run's own lines tell of a place: of a route by itself, and of a dependency and
    /// its instances as a whole.
    private static boolean told(Derivation derivation, Place place) {
        return derivation.lines().stream()
                .anyMatch(line ->
                        line.dependency().equals(place.dependency())
                                && line.route().equals(place.route()));
    }

    private static Protection rounded(Protection protection) {
        List<Policy> policies = protection.policies().stream().map(Derivation::rounded).toList();
        return new Protection(protection.dependency(), protection.route(), policies);
    }

    private static List<String> written(Path to, List<Export> targets, Settings settings)
            throws IOException {
        List<Dependency> dependencies = settings.dependencies();
        if (targets.isEmpty()) {
            List<Protection> own =
                    settings.protections().stream()
                            .filter(p -> !driven(dependencies, p.dependency()))
                            .toList();
            Files.write(to, PolicyText.lines(own));
            return List.of(
                    "settings  "
                            + to
                            + (own.size() == settings.protections().size()
                                    ? ""
                                    : "  (those of databases and caches are for their drivers:"
                                            + " --export spring)"));
        }
        var unknown = new ArrayList<String>();
        var known = new ArrayList<Protection>();
        for (Protection protection : settings.protections()) {
            if (dependencies.stream().anyMatch(d -> d.name().equals(protection.dependency()))) {
                known.add(protection);
            } else if (!unknown.contains(protection.dependency())) {
                unknown.add(protection.dependency());
            }
        }
        var lines = new ArrayList<>(ExportFolder.write(to, targets, dependencies, known));
        if (!unknown.isEmpty()) {
            lines.add(
                    "not exported, since the experiment has no such dependency: "
                            + String.join(", ", unknown));
        }
        return lines;
    }

    /// Whether the gateway cannot answer for it.
    private static boolean driven(List<Dependency> dependencies, String name) {
        return dependencies.stream()
                .anyMatch(d -> d.name().equals(name) && d.protocol() != Dependency.Protocol.HTTP);
    }
}

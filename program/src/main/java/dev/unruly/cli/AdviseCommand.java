package dev.unruly.cli;

import dev.unruly.convert.Export;
import dev.unruly.engine.Plan;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Protection;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.script.PolicyText;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly advise RUN`: the settings that follow from what a run has seen.
@Command(
        name = "advise",
        mixinStandardHelpOptions = true,
        description =
                "Derives protective settings from what a run saw of its HTTP dependencies before"
                        + " anything went wrong, or from a file of latencies of production, and says"
                        + " what each follows from, or how much more would have to be seen.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is advice, and no two settings contradict each other",
            "1:two settings contradict each other, or nothing could be derived",
            "2:a folder is not that of a run, or a file is wrong"
        })
final class AdviseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Parameters(paramLabel = "RUN", description = "The folder of a run.")
    private Path folder;

    @Option(
            names = "--latencies",
            paramLabel = "FILE",
            description =
                    "What dependencies took in production; goes before what the run saw of them.")
    private Optional<Path> latencies = Optional.empty();

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
                            + " resilience4j, envoy, istio, grpc, haproxy, nginx, with commas"
                            + " between them, or all; losses.txt says what they cannot express.")
    private Optional<String> export = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Export> targets;
        try {
            targets = export.map(ExportFolder::targets).orElse(List.of());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        if (!targets.isEmpty() && out.isEmpty()) {
            err.println("--export needs --out FOLDER, where the files go");
            return ExitCode.BAD_INPUT;
        }
        Optional<List<ObservedLatency>> production = production();
        if (production.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        try {
            RunHeader header = RunHeader.read(folder);
            Plan plan = RunFiles.plan(folder, header);
            Derivation derivation =
                    Derivation.of(
                            Evidence.of(folder, plan.experiment()),
                            production.get(),
                            new SplittableRandom(header.seed()));
            Voice voice = main.voice();
            voice.say(say, DerivationText.all(derivation, voice.columns()));
            List<Protection> all = derivation.all();
            if (out.isPresent() && !all.isEmpty()) {
                voice.say(say, List.of(""));
                voice.say(say, written(out.get(), targets, plan.experiment(), all));
            }
            boolean good = !all.isEmpty() && derivation.contradictions().isEmpty();
            return good ? ExitCode.HOLDS : ExitCode.FAILS;
        } catch (IOException e) {
            err.println(Trouble.words(e));
            return ExitCode.BAD_INPUT;
        }
    }

    private static List<String> written(
            Path to, List<Export> targets, Experiment experiment, List<Protection> all)
            throws IOException {
        if (targets.isEmpty()) {
            Files.write(to, PolicyText.lines(all));
            return List.of("settings  " + to);
        }
        return ExportFolder.write(to, targets, experiment.dependencies(), all);
    }

    private Optional<List<ObservedLatency>> production() {
        if (latencies.isEmpty()) {
            return Optional.of(List.of());
        }
        return switch (Scripts.latencies(latencies.get())) {
            case Read.Fine<List<ObservedLatency>> fine -> Optional.of(fine.value());
            case Read.Broken<List<ObservedLatency>> broken -> {
                broken.problems().forEach(spec.commandLine().getErr()::println);
                yield Optional.empty();
            }
        };
    }
}

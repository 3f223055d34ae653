package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.journal.AttemptLines;
import dev.unruly.journal.EndpointSeconds;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import dev.unruly.report.Compared;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.report.RunJson;
import dev.unruly.report.RunText;
import dev.unruly.report.SideBySide;
import dev.unruly.run.Hindsight;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly report RUN…`: judges a run again from its folder and writes its reports; compares
/// several.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a run again from its journal and writes its reports anew, also of a run that was"
                    + " killed. Shows two or more runs beside each other."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the reports were written, whatever the verdict",
            "2:a folder is not that of a run, or cannot be read or written"
        })
final class ReportCommand implements Callable<Integer> {

    private static final int MOST = 6;

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "The folder of a run. Two or more: their comparison.")
    private List<Path> folders = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where a comparison is written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of(Reports.COMPARISON);

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description =
                    "Write what ended in each second at each endpoint there: counts and latencies, as"
                            + " CSV. Of one run.")
    private Optional<Path> csv = Optional.empty();

    @Option(
            names = "--ndjson",
            paramLabel = "FILE",
            description = "Write every request there, a JSON object a line. Of one run.")
    private Optional<Path> ndjson = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (folders.size() > MOST) {
            err.println("at most " + MOST + " runs can be compared, got " + folders.size());
            return ExitCode.BAD_INPUT;
        }
        if (folders.size() > 1 && (csv.isPresent() || ndjson.isPresent())) {
            err.println("--csv and --ndjson are of one run, got " + folders.size());
            return ExitCode.BAD_INPUT;
        }
        try {
            if (folders.size() == 1) {
                one(say, err, folders.getFirst());
            } else {
                compare(say, err);
            }
            return ExitCode.HOLDS;
        } catch (IOException e) {
            err.println(Trouble.words(e));
            return ExitCode.BAD_INPUT;
        }
    }

    private void one(PrintWriter say, PrintWriter err, Path folder) throws IOException {
        Seen seen = see(err, folder);
        Reports.write(folder, seen.result, seen.repeat);
        seen.roster
                .map(roster -> Aftermath.write(folder, roster, seen.result))
                .orElse(List.of())
                .forEach(err::println);
        export(folder, seen);
        Voice voice = main.voice();
        voice.say(say, RunText.lines(seen.result, voice.columns(), voice.dress()));
        voice.say(say, List.of("", "report  " + folder.resolve(Reports.FILE)));
    }

    /// Writes what was asked for beside the reports.
    private void export(Path folder, Seen seen) throws IOException {
        if (csv.isEmpty() && ndjson.isEmpty()) {
            return;
        }
        Roster roster =
                seen.roster.orElseThrow(() ->
                        new IOException("--csv and --ndjson need a journal that can be read"));
        if (csv.isPresent()) {
            double seconds = seen.result.header().seconds();
            EndpointSeconds.export(folder, roster, seconds, csv.get());
        }
        if (ndjson.isPresent()) {
            AttemptLines.export(folder, roster, ndjson.get());
        }
    }

    private void compare(PrintWriter say, PrintWriter err) throws IOException {
        var runs = new ArrayList<Compared>();
        List<String> labels = Labels.of(folders);
        Path from = Optional.ofNullable(out.toAbsolutePath().getParent()).orElse(Path.of("/"));
        for (int i = 0; i < folders.size(); i++) {
            Path folder = folders.get(i);
            Seen seen = see(err, folder);
            Path page = folder.resolve(Reports.FILE);
            runs.add(
                    new Compared(
                            labels.get(i),
                            Files.exists(page) ? Labels.link(from, page) : "",
                            seen.result));
        }
        Reports.compare(out, runs);
        Voice voice = main.voice();
        voice.say(say, SideBySide.lines(runs, voice.columns(), voice.dress()));
        voice.say(say, List.of("", "comparison  " + out));
    }

    /// A run as it is seen now.
    ///
    /// @param roster the names in its journal; empty: that cannot be read
    private record Seen(RunResult result, Repeat repeat, Optional<Roster> roster) {}

    /// Judges a run again; where that cannot be done, takes what was once written of it.
    private static Seen see(PrintWriter err, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not there, or no folder; name the folder of a run");
        }
        try {
            return again(err, folder);
        } catch (IOException e) {
            if (!Files.exists(folder.resolve(RunJson.FILE))) {
                throw e;
            }
            err.println(
                    Trouble.words(e)
                            + "; taken from "
                            + RunJson.FILE
                            + " instead, as it stands there");
            return new Seen(RunJson.read(folder), Repeat.UNKNOWN, Optional.empty());
        }
    }

    private static Seen again(PrintWriter err, Path folder) throws IOException {
        RunHeader header = RunHeader.read(folder);
        Plan plan = RunFiles.plan(folder, header);
        Hindsight seen = Hindsight.judge(folder, plan, header);
        if (!seen.found().whole()) {
            err.printf(
                    "%s: %s; what stands before it is reported, %s of the run%n",
                    folder.resolve(Journal.FILE),
                    seen.found().damage(),
                    Trouble.clock(seen.result().header().seconds()));
        }
        return new Seen(
                seen.result(),
                new Repeat(header.command(), Map.of(), header.files()),
                Optional.of(plan.roster()));
    }
}

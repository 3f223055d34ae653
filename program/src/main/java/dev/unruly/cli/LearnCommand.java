package dev.unruly.cli;

import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.StateName;
import dev.unruly.learn.StatesFile;
import dev.unruly.learn.Unseen;
import dev.unruly.model.ObservedLatency;
import dev.unruly.report.Faithful;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `unruly learn EVIDENCE…`: turns what production has into a population and a first experiment,
/// and says how faithful they are.
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description =
                "Turns access logs into a population and an experiment, and says how faithful they"
                        + " are. No host, address, user, cookie or query value gets into what is"
                        + " written.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:learned; what misses its limit is said, here and in the file",
            "2:the command line or the evidence is wrong",
            "70:a bug of ours"
        })
final class LearnCommand implements Callable<Integer> {

    private static final double HOUR_MILLIS = 3_600_000;

    @Spec private CommandSpec spec;

    @Mixin private LearnEvidence evidence = new LearnEvidence();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description =
                    "The population to write, or a name for all files: NAME.population.yaml,"
                            + " NAME.experiment.yaml and more beside it.")
    private Path out = Path.of("learned");

    @Option(
            names = "--states",
            paramLabel = "FILE",
            description =
                    "States by hand, one a line: `product: GET /products/{sku}`. NAME.states, which"
                            + " is written each time, may be changed and given here.")
    private Optional<Path> states = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "Where the experiment is to be played (default: ${DEFAULT-VALUE}).")
    private String target = "http://127.0.0.1:8080";

    @Option(names = "--force", description = "Overwrite files that are there.")
    private boolean force;

    @Option(names = "--quiet", description = "Say only which files were written, and misses.")
    private boolean quiet;

    /// What was last said to be done.
    private String told = "";

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return learn();
        } catch (IOException e) {
            err.println(Trouble.words(e));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        }
        return ExitCode.BAD_INPUT;
    }

    private int learn() throws IOException {
        List<StatesFile.Named> byHand = List.of();
        if (states.isPresent()) {
            Path file = states.get();
            byHand = StatesFile.read(file.toString(), Files.readAllLines(file));
        }
        Path scratch = Files.createTempDirectory("unruly-learn");
        try (var gathered = new Gathered(scratch, new SecureRandom().nextLong(), this::progress)) {
            LearnEvidence.Found found = evidence.read(gathered, System.in, Instant.now());
            if (!quiet) {
                found.leftOut().forEach(spec.commandLine().getErr()::println);
            }
            var said = new ArrayList<String>(found.formats());
            said.addAll(gathered.said());
            return write(gathered, byHand, said);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            delete(scratch);
        }
    }

    private int write(Gathered gathered, List<StatesFile.Named> byHand, List<String> said)
            throws IOException {
        var outputs = new LearnOutputs(out);
        Optional<LearnTraces> traces = gathered.traces().map(LearnTraces::new);
        traces.ifPresent(t -> said.addAll(t.said()));
        var missing = new ArrayList<NotLearned>();
        Optional<LearnedArrivals> series = gathered.series().map(s -> s.arrivals(missing::add));
        Optional<Gathered.Kind> kind = gathered.kind();
        Result result;
        if (kind.isPresent()) {
            var people = new LearnPeople(gathered.people(kind.get()), byHand, this::progress);
            said.addAll(people.sessions().report());
            result = people(people, outputs, series, missing, said);
            outputs.put(outputs.file(".states"), people.sessions().statesText());
        } else if (series.isPresent()) {
            Learned learned = Unseen.people(series.get(), missing);
            List<StateName> home = List.of(Unseen.HOME);
            var portrait = Portrait.of(learned, home, List.of(), Map.of());
            result = new Result(learned, home, Optional.of(portrait), Optional.empty());
        } else if (traces.isPresent()) {
            result = Result.NOBODY;
        } else {
            throw new IllegalArgumentException("there is no request in the evidence");
        }
        List<ObservedLatency> latencies = latencies(result, traces);
        traces.ifPresent(t -> {
            List<String> calls = t.calls(outputs.base() + ".latency.json");
            if (!calls.isEmpty()) {
                outputs.put(outputs.file(".calls.yaml"), calls);
            }
        });
        new LearnFiles(outputs, result.learned, result.states)
                .ready(said, result.portrait, result.fidelity, latencies, target);
        Optional<Path> taken = force ? Optional.empty() : outputs.taken();
        if (taken.isPresent()) {
            throw new IllegalArgumentException(
                    taken.get() + " is there already; --force overwrites it");
        }
        tell(said, result, outputs.write());
        return ExitCode.HOLDS;
    }

    /// What was learned of people.
    ///
    /// @param portrait empty: nobody was seen
    private record Result(
            Learned learned,
            List<StateName> states,
            Optional<Portrait> portrait,
            Optional<Fidelity> fidelity) {

        static final Result NOBODY =
                new Result(Unseen.nobody(), List.of(), Optional.empty(), Optional.empty());
    }

    private Result people(
            LearnPeople people,
            LearnOutputs outputs,
            Optional<LearnedArrivals> series,
            List<NotLearned> missing,
            List<String> said) {
        progress("what people do");
        Learned learned = people.learned(outputs.base());
        List<StateName> named = people.sessions().states();
        Portrait portrait = Portrait.of(learned, named, people.regions(), Map.of());
        progress("how faithful that is");
        Optional<Fidelity> fidelity = people.fidelity(learned, portrait);
        if (series.isPresent()) {
            LearnedArrivals own = learned.arrivals();
            boolean longer = series.get().seenMillis() > own.seenMillis();
            double each = people.requestsEach();
            said.add(ofArrivals(own, series.get(), each));
            if (longer) {
                learned = learned.withArrivals(series.get().dividedBy(each), missing);
                portrait = Portrait.of(learned, named, people.regions(), Map.of());
            }
        }
        return new Result(learned, named, Optional.of(portrait), fidelity);
    }

    private static String ofArrivals(LearnedArrivals own, LearnedArrivals series, double each) {
        boolean longer = series.seenMillis() > own.seenMillis();
        String text =
                String.format(
                        Locale.ROOT,
                        "arrivals are those of the %s, which is longer (%.1f h beside %.1f h)",
                        longer ? "series" : "requests",
                        Math.max(series.seenMillis(), own.seenMillis()) / HOUR_MILLIS,
                        Math.min(series.seenMillis(), own.seenMillis()) / HOUR_MILLIS);
        return longer
                ? text
                        + String.format(
                                Locale.ROOT,
                                "; its arrivals are taken for requests, of which a session makes"
                                        + " %.3g",
                                each)
                : text;
    }

    /// Those of traces, and those of requests that have another name.
    private static List<ObservedLatency> latencies(Result result, Optional<LearnTraces> traces) {
        var all = new ArrayList<>(traces.map(LearnTraces::latencies).orElse(List.of()));
        Set<String> names = all.stream().map(ObservedLatency::name).collect(Collectors.toSet());
        result.learned.latencies().stream()
                .filter(place -> !names.contains(place.name()))
                .forEach(all::add);
        return all;
    }

    private void tell(List<String> said, Result result, List<Path> written) {
        Learned learned = result.learned;
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter more = quiet ? new PrintWriter(Writer.nullWriter()) : say;
        said.forEach(more::println);
        learned.warnings().forEach(line -> say.println("warning: " + line));
        LearnFiles.missing(learned, result.states)
                .forEach(one -> more.println("not learned: " + one));
        result.fidelity.ifPresent(f -> {
            more.printf(
                    Locale.ROOT,
                    "fidelity, on %,d sessions held back (evidence against itself; naive; limit):%n",
                    f.heldBack());
            f.rows().forEach(row -> row(more, LearnFiles.row(row)));
            f.misses().forEach(miss -> say.println("misses: " + miss));
        });
        written.forEach(file -> say.println("wrote " + file));
        say.flush();
    }

    private static void row(PrintWriter say, Faithful.Row row) {
        say.printf(
                Locale.ROOT,
                "  %-24s %8s  (%s; %s; %s) %s%n",
                row.name(),
                row.model(),
                row.floor(),
                row.naive(),
                row.limit(),
                row.standing().name().toLowerCase(Locale.ROOT));
    }

    private void progress(String what) {
        if (!quiet && !what.equals(told)) {
            told = what;
            PrintWriter err = spec.commandLine().getErr();
            err.println(what + " …");
            err.flush();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package dev.unruly.cli;

import dev.unruly.convert.AddressMap;
import dev.unruly.learn.Series;
import dev.unruly.learn.StatesFile;
import dev.unruly.learn.Unseen;
import dev.unruly.model.ObservedLatency;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                "Turns access logs, traces, recordings and series of arrivals into a population and"
                        + " an experiment, latencies and a call graph, and says how faithful they"
                        + " are. No host, address, user, cookie or query value gets into what is"
                        + " written, but for the items of --items.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:learned; what misses its limit is said, here and in the file",
            "2:the command line or the evidence is wrong",
            "70:a bug of ours"
        })
final class LearnCommand implements Callable<Integer> {

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
            names = "--items",
            paramLabel = "STATE",
            split = ",",
            description =
                    "States whose item ids may be written down as they are, with commas between"
                            + " them; those of all others are numbered by rank.")
    private List<String> items = List.of();

    @Option(
            names = "--addresses",
            paramLabel = "FILE",
            description =
                    "Which region addresses are in: lines of `range,region`, such as"
                            + " `203.0.113.0/24,tokyo`; the longest prefix counts. No address is"
                            + " written down.")
    private Optional<Path> addresses = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "Where the experiment is to be played (default: ${DEFAULT-VALUE}).")
    private String target = "http://127.0.0.1:8080";

    @Option(names = "--force", description = "Overwrite files that are there.")
    private boolean force;

    @Option(names = "--quiet", description = "Say only which files were written, and misses.")
    private boolean quiet;

    @Option(
            names = "--json",
            description =
                    "Print what was learned as one JSON document to standard output, and all else to"
                            + " standard error.")
    private boolean json;

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
        Optional<AddressMap> map = Optional.empty();
        if (addresses.isPresent()) {
            map = Optional.of(AddressMap.read(addresses.get()));
        }
        Path scratch = Files.createTempDirectory("unruly-learn");
        try (var gathered =
                new Gathered(map, scratch, new SecureRandom().nextLong(), this::progress)) {
            LearnEvidence.Found found = evidence.read(gathered, System.in, Instant.now());
            if (!quiet) {
                found.leftOut().forEach(spec.commandLine().getErr()::println);
            }
            var said = new ArrayList<String>(found.formats());
            said.addAll(gathered.said());
            return write(gathered, byHand, found.unseen(), said);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        } finally {
            delete(scratch);
        }
    }

    private int write(
            Gathered gathered, List<StatesFile.Named> byHand, Unseen unseen, List<String> said)
            throws IOException {
        var outputs = new LearnOutputs(out);
        Optional<LearnTraces> traces = gathered.traces().map(LearnTraces::new);
        traces.ifPresent(t -> said.addAll(t.said()));
        LearnResult result = result(gathered, byHand, unseen, outputs);
        said.addAll(result.said());
        List<ObservedLatency> latencies = latencies(result, traces, gathered.upstreams());
        traces.ifPresent(t -> {
            List<String> calls = t.calls(outputs.base() + ".latency.json");
            if (!calls.isEmpty()) {
                outputs.put(outputs.file(".calls.yaml"), calls);
            }
        });
        new LearnFiles(outputs, result.learned(), result.states())
                .ready(
                        said,
                        result.portrait(),
                        result.fidelity(),
                        latencies,
                        target,
                        result.came());
        Optional<Path> taken = force ? Optional.empty() : outputs.taken();
        if (taken.isPresent()) {
            throw new IllegalArgumentException(
                    taken.get() + " is there already; --force overwrites it");
        }
        var told =
                new LearnTold(
                        said,
                        result.learned(),
                        result.states(),
                        result.fidelity(),
                        latencies.size(),
                        traces.map(LearnTraces::endpoints).orElse(0));
        tell(outputs.base(), told, outputs.write());
        return ExitCode.HOLDS;
    }

    /// People where there are any, else how somebody came, else nobody beside what traces say.
    private LearnResult result(
            Gathered gathered, List<StatesFile.Named> byHand, Unseen unseen, LearnOutputs outputs)
            throws IOException {
        Optional<Series> series = gathered.series();
        Optional<Gathered.Kind> kind = gathered.kind();
        if (kind.isPresent()) {
            var people =
                    new LearnPeople(gathered.people(kind.get()), byHand, unseen, this::progress);
            if (!people.seen() && gathered.traces().isEmpty()) {
                throw new IllegalArgumentException(
                        "no session of a person is left in the evidence (redirects and failures"
                                + " alone are none); there is nobody to portray\n  "
                                + String.join("\n  ", people.sessions().report()));
            }
            if (people.seen()) {
                progress("what people do, and how faithful that is");
                outputs.put(outputs.file(".states"), people.sessions().statesText());
                return LearnResult.of(people, outputs.base(), gathered.pages(), series, items);
            }
            var why = new ArrayList<>(people.sessions().report());
            why.add("no session of a person is left; nothing is learned of people");
            return LearnResult.nobody(why);
        }
        if (series.isPresent()) {
            return LearnResult.of(series.get());
        }
        if (gathered.traces().isPresent()) {
            return LearnResult.nobody(List.of());
        }
        throw new IllegalArgumentException("there is no request in the evidence");
    }

    /// Those of traces and of upstreams, and those of requests that have another name.
    private static List<ObservedLatency> latencies(
            LearnResult result, Optional<LearnTraces> traces, List<ObservedLatency> upstreams) {
        var all = new ArrayList<>(traces.map(LearnTraces::latencies).orElse(List.of()));
        Set<String> names = all.stream().map(ObservedLatency::name).collect(Collectors.toSet());
        Stream.concat(upstreams.stream(), result.learned().latencies().stream())
                .filter(place -> names.add(place.name()))
                .forEach(all::add);
        return all;
    }

    private void tell(String name, LearnTold told, List<Path> written) {
        PrintWriter say = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        told.people(say, quiet ? new PrintWriter(Writer.nullWriter()) : say, written);
        if (json) {
            PrintWriter to = spec.commandLine().getOut();
            to.print(told.json(name, written).text());
            to.flush();
        }
    }

    private void progress(String what) {
        if (!quiet && !what.equals(told)) {
            told = what;
            PrintWriter err = spec.commandLine().getErr();
            err.println(what + " …");
            err.flush();
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

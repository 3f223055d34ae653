package dev.unruly.cli;

import dev.unruly.learn.Coder;
import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learning;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Sessions;
import dev.unruly.learn.Settings;
import dev.unruly.learn.StateName;
import dev.unruly.learn.StatesFile;
import dev.unruly.learn.Success;
import dev.unruly.learn.TimesTaken;
import dev.unruly.learn.Walk;
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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
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

    private static final int LEAST_HELD_BACK = 40;

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
        } catch (UncheckedIOException e) {
            err.println(Trouble.words(Objects.requireNonNull(e.getCause())));
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
        try (var coder = new Coder(scratch, new SecureRandom().nextLong(), Rules.usual())) {
            LearnEvidence.Found found =
                    evidence.read(coder, this::progress, System.in, Instant.now());
            if (!quiet) {
                found.leftOut().forEach(spec.commandLine().getErr()::println);
            }
            var said = new ArrayList<String>(found.formats());
            if (coder.hits() == 0) {
                throw new IllegalArgumentException("there is no request in the evidence");
            }
            Sessions sessions = Sessions.of(coder, byHand, this::progress);
            said.addAll(sessions.report());
            return write(coder, sessions, said);
        } finally {
            delete(scratch);
        }
    }

    private int write(Coder coder, Sessions sessions, List<String> said) throws IOException {
        Settings settings = sessions.settings();
        if (!coder.timesTrusted()) {
            settings =
                    settings.untrusted(
                            String.format(
                                    Locale.ROOT,
                                    "%,d of %,d times lie before the one before them: somebody"
                                            + " stamped them anew",
                                    coder.backwards(),
                                    coder.hits()));
        }
        var span = new Span();
        sessions.each(span::add);
        long from = span.heldBackFrom();
        boolean holds = span.count - span.countBefore(sessions, from) >= LEAST_HELD_BACK;
        progress("what people do");
        Settings trusted = settings;
        Success success = success(sessions);
        Learned learned =
                Learning.from(
                        to ->
                                sessions.each(walk -> {
                                    if (!holds || walk.startMillis() < from) {
                                        to.accept(walk);
                                    }
                                }),
                        trusted,
                        success);
        var outputs = new LearnOutputs(out);
        learned = learned.withLatencies(TimesTaken.of(sessions, sessions.states(), outputs.base()));
        Portrait portrait = Portrait.of(learned, sessions.states(), coder.regions(), Map.of());
        Optional<Fidelity> fidelity = Optional.empty();
        if (holds) {
            progress("how faithful that is");
            var heldBack =
                    new HeldBack(sessions, trusted, success, sessions.states(), coder.regions());
            fidelity = Optional.of(heldBack.compared(learned, portrait, span.first, span.last));
        }
        new LearnFiles(outputs, learned, portrait, sessions.states())
                .ready(
                        said,
                        fidelity,
                        target,
                        coder.timesTrusted() ? span.starts.build().toArray() : new long[0]);
        outputs.put(outputs.file(".states"), sessions.statesText());
        Optional<Path> taken = force ? Optional.empty() : outputs.taken();
        if (taken.isPresent()) {
            throw new IllegalArgumentException(
                    taken.get() + " is there already; --force overwrites it");
        }
        List<Path> written = outputs.write();
        tell(said, learned, sessions.states(), fidelity, written);
        return ExitCode.HOLDS;
    }

    private static Success success(Sessions sessions) {
        var sounding = new TreeSet<Integer>();
        for (int i = 0; i < sessions.states().size(); i++) {
            var state = sessions.states().get(i);
            if (Success.soundsLike(state.method(), state.pattern())) {
                sounding.add(i);
            }
        }
        return Success.guessed(sounding, sessions);
    }

    /// When sessions begin.
    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long count;
        private final LongStream.Builder starts = LongStream.builder();

        void add(Walk walk) {
            starts.add(walk.startMillis());
            first = Math.min(first, walk.startMillis());
            last = Math.max(last, walk.startMillis());
            count++;
        }

        /// Where the last fifth begins.
        long heldBackFrom() {
            return count == 0 ? 0 : last - (last - first) / 5;
        }

        long countBefore(Sessions sessions, long millis) {
            long[] before = {0};
            sessions.each(walk -> before[0] += walk.startMillis() < millis ? 1 : 0);
            return before[0];
        }
    }

    private void tell(
            List<String> said,
            Learned learned,
            List<StateName> named,
            Optional<Fidelity> fidelity,
            List<Path> written) {
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter more = quiet ? new PrintWriter(Writer.nullWriter()) : say;
        said.forEach(more::println);
        learned.warnings().forEach(line -> say.println("warning: " + line));
        LearnFiles.missing(learned, named).forEach(one -> more.println("not learned: " + one));
        fidelity.ifPresent(f -> {
            more.printf(
                    Locale.ROOT,
                    "fidelity, on %,d sessions held back (evidence against itself; naive; limit;"
                            + " nearer than naive):%n",
                    f.heldBack());
            f.rows().forEach(row -> row(more, LearnFiles.row(row)));
            f.misses().forEach(miss -> say.println("misses: " + miss));
            f.notNearer().forEach(one -> say.println("not 3 times nearer than naive: " + one));
        });
        written.forEach(file -> say.println("wrote " + file));
        say.flush();
    }

    private static void row(PrintWriter say, Faithful.Row row) {
        say.printf(
                Locale.ROOT,
                "  %-24s %8s  (%s; %s; %s; %s) %s%n",
                row.name(),
                row.model(),
                row.floor(),
                row.naive(),
                row.limit(),
                row.nearer(),
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

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package dev.unruly.cli;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Witness;
import dev.unruly.learn.Alike;
import dev.unruly.learn.Coder;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Sessions;
import dev.unruly.learn.StateName;
import dev.unruly.learn.StatesFile;
import dev.unruly.learn.Step;
import dev.unruly.learn.Walk;
import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `unruly alike FIRST SECOND`: says whether the people of two logs could be the same.
@Command(
        name = "alike",
        mixinStandardHelpOptions = true,
        description =
                "Compares the people of two logs, such as production's and that of a run of what"
                        + " was learned from it: each measure beside what the same people would show in"
                        + " logs of this size.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they could be the same people",
            "1:a measure is further off than that",
            "2:the command line or a log is wrong",
            "70:a bug of ours"
        })
final class AlikeCommand implements Callable<Integer> {

    private static final int MOST_COMPARED = 20_000;
    private static final int LEAST_COMPARED = 20;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FIRST", description = "A log; its states are compared.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "SECOND", description = "Another one.")
    private String second = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "The log_format of the first, or a format's name (default: found by the first"
                            + " lines).")
    private String format = "";

    @Option(
            names = "--second-format",
            paramLabel = "FORMAT",
            description = "That of the second (default: found by the first lines).")
    private String secondFormat = "";

    @Option(
            names = "--states",
            paramLabel = "FILE",
            description = "States by hand, as for `unruly learn`; NAME.states is such a file.")
    private Optional<Path> states = Optional.empty();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return compare();
        } catch (IOException e) {
            err.println(Trouble.words(e));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        }
        return ExitCode.BAD_INPUT;
    }

    private int compare() throws IOException {
        List<StatesFile.Named> byHand = List.of();
        if (states.isPresent()) {
            Path file = states.get();
            byHand = StatesFile.read(file.toString(), Files.readAllLines(file));
        }
        Grain grain = grain(first, format);
        if (grain == Grain.FINE) {
            grain = grain(second, secondFormat);
        }
        Seen one = seen(first, format, grain, byHand);
        List<StatesFile.Named> its = StatesFile.read(first, one.states().lines().toList());
        Seen other = seen(second, secondFormat, grain, its);
        Alike alike =
                Alike.of(
                        one.walks(),
                        renumbered(other, one.names()),
                        grain == Grain.FINE ? 0 : 1,
                        new SplittableRandom(1));
        print(alike);
        return alike.holds() ? ExitCode.HOLDS : ExitCode.FAILS;
    }

    /// The sessions of a log.
    ///
    /// @param names of the states, by number
    /// @param states the same as a file
    private record Seen(List<Walk> walks, List<String> names, String states) {}

    /// How finely a log has its times.
    private static Grain grain(String file, String of) throws IOException {
        var seen = new Grained();
        read(file, of, seen);
        return seen.grains.stream().max(Comparator.naturalOrder()).orElse(Grain.FINE);
    }

    private static void read(String file, String of, Witness to) throws IOException {
        new Evidence(of, Optional.empty(), Instant.now().toEpochMilli())
                .read(List.of(file), System.in, to);
    }

    private Seen seen(String file, String of, Grain grain, List<StatesFile.Named> byHand)
            throws IOException {
        Path scratch = Files.createTempDirectory("unruly-alike");
        try (var coder = new Coder(scratch, new SecureRandom().nextLong(), Rules.usual())) {
            read(file, of, new Coded(coder, grain));
            Sessions sessions = Sessions.of(coder, byHand, doing -> {});
            var walks = new ArrayList<Walk>();
            sessions.each(walk -> {
                if (walks.size() < MOST_COMPARED) {
                    walks.add(walk);
                }
            });
            List<Walk> whole = Alike.whole(walks);
            if (whole.size() < LEAST_COMPARED) {
                throw new IllegalArgumentException(
                        ("%s has %d sessions that its ends do not cut off; %d are needed to compare"
                                        + " anything")
                                .formatted(file, whole.size(), LEAST_COMPARED));
            }
            return new Seen(
                    whole,
                    sessions.states().stream().map(StateName::name).toList(),
                    sessions.statesText());
        } finally {
            LearnCommand.delete(scratch);
        }
    }

    /// Sessions whose states have the numbers that others have by the same names.
    private static List<Walk> renumbered(Seen seen, List<String> names) {
        int[] numbers = new int[seen.names().size()];
        for (int i = 0; i < numbers.length; i++) {
            int found = names.indexOf(seen.names().get(i));
            numbers[i] = found < 0 ? names.size() + i : found;
        }
        return seen.walks().stream()
                .map(walk ->
                        new Walk(
                                walk.region(),
                                walk.startMillis(),
                                walk.steps().stream().map(s -> as(s, numbers[s.state()])).toList()))
                .toList();
    }

    private static Step as(Step step, int state) {
        return new Step(
                state,
                step.item(),
                step.atMillis(),
                step.thinkSeconds(),
                step.tookSeconds(),
                step.ending(),
                step.tries());
    }

    private void print(Alike alike) {
        PrintWriter say = spec.commandLine().getOut();
        say.printf(
                Locale.ROOT,
                "%,d sessions and %,d (the same people dealt out anew: the median, the most of"
                        + " %d):%n",
                alike.first(),
                alike.second(),
                Alike.DEALS);
        for (Alike.Row row : alike.rows()) {
            say.printf(
                    Locale.ROOT,
                    "  %-16s %8s  (%s; %s) %s, %s%n",
                    row.name(),
                    figure(row.value()),
                    figure(row.usual()),
                    figure(row.limit()),
                    row.of(),
                    row.holds() ? "alike" : "NOT ALIKE");
        }
        say.printf(
                Locale.ROOT,
                "%d of %d ways from state to state are further apart than their 95 %% intervals;"
                        + " one in twenty is by chance%n",
                alike.apart(),
                alike.ways());
        say.flush();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /// Looks at times only.
    private static final class Grained implements Witness {
        private final Set<Grain> grains = EnumSet.allOf(Grain.class);

        @Override
        public void hit(Hit hit) {
            grains.removeIf(grain -> !grain.fits(hit));
        }

        @Override
        public void span(Span span) {}

        @Override
        public void arrival(long atMillis) {}

        @Override
        public void arrivals(long fromMillis, long periodMillis, long count) {}
    }

    /// Passes requests on.
    private record Coded(Coder coder, Grain grain) implements Witness {
        @Override
        public void hit(Hit hit) {
            grain.coarsen(hit);
            coder.hit(hit);
        }

        @Override
        public void span(Span span) {}

        @Override
        public void arrival(long atMillis) {}

        @Override
        public void arrivals(long fromMillis, long periodMillis, long count) {}
    }
}

package dev.unruly.cli;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Reading;
import dev.unruly.convert.Witness;
import dev.unruly.model.Hit;
import dev.unruly.model.Hits;
import dev.unruly.model.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The evidence that is learned from: files and how to read them.
final class LearnEvidence {

    private static final long TOLD_EACH = 1_000_000;

    @Parameters(
            arity = "1..*",
            paramLabel = "EVIDENCE",
            description =
                    "Access logs and other records of requests, packed (.gz, .zst) or not; names,"
                            + " globs, folders, or - for standard input; folders of runs.")
    private List<String> files = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "A server's log_format or a format's name (default: found by the first lines).")
    private String format = "";

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "Which fields of JSON lines say what.")
    private Optional<Path> mapping = Optional.empty();

    /// What was read: what may be written down, and what only the user's own terminal may show.
    ///
    /// @param formats of each file
    /// @param leftOut with the first lines of it
    record Found(List<String> formats, List<String> leftOut) {
        Found {
            formats = List.copyOf(formats);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Reads all of it.
    ///
    /// @throws IOException with words for people
    Found read(Hits to, Consumer<String> progress, InputStream stdin, Instant now)
            throws IOException {
        var evidence = new Evidence(format, mapping, now.toEpochMilli());
        var counted = new Counted(to, progress);
        var said = new ArrayList<String>();
        for (String run : files.stream().filter(OwnRun::is).toList()) {
            said.add(new OwnRun(Path.of(run)).read(counted::hit));
        }
        Reading reading =
                evidence.read(
                        files.stream().filter(name -> !OwnRun.is(name)).toList(), stdin, counted);
        reading.formats().stream().map(LearnEvidence::withoutFolder).forEach(said::add);
        if (counted.hits == 0 && counted.arrivals > 0) {
            throw new IOException(
                    "the evidence says when somebody came, and nothing of what they did; play it"
                            + " with `arrivals: [ { replay-times: … } ]`");
        }
        return new Found(said, reading.leftOut());
    }

    /// Where a file lies on this machine is nobody's business who reads the population.
    private static String withoutFolder(String said) {
        int end = said.indexOf(": ");
        return said.substring(said.lastIndexOf('/', Math.max(0, end)) + 1);
    }

    /// Passes requests on, and tells how far it is.
    private static final class Counted implements Witness {
        private final Hits to;
        private final Consumer<String> progress;
        private long hits;
        private long arrivals;

        Counted(Hits to, Consumer<String> progress) {
            this.to = to;
            this.progress = progress;
        }

        @Override
        public void hit(Hit hit) {
            to.hit(hit);
            hits++;
            if (hits % TOLD_EACH == 0) {
                progress.accept(String.format(Locale.ROOT, "%,d requests", hits));
            }
        }

        @Override
        public void span(Span span) {}

        @Override
        public void arrival(long atMillis) {
            arrivals++;
        }

        @Override
        public void arrivals(long fromMillis, long periodMillis, long count) {
            arrivals += count;
        }
    }
}

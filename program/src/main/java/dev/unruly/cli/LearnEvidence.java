package dev.unruly.cli;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Reading;
import dev.unruly.learn.Unseen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The evidence that is learned from: files and how to read them.
final class LearnEvidence {

    @Parameters(
            arity = "1..*",
            paramLabel = "EVIDENCE",
            description =
                    "Access logs and other records of requests, packed (.gz, .zst) or not; names,"
                            + " globs, folders, or - for standard input.")
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
    /// @param unseen while nothing was recorded
    record Found(List<String> formats, List<String> leftOut, Unseen unseen) {
        Found {
            formats = List.copyOf(formats);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Reads all of it.
    ///
    /// @throws IOException with words for people
    Found read(Gathered to, InputStream stdin, Instant now) throws IOException {
        var evidence = new Evidence(format, mapping, now.toEpochMilli());
        var said = new ArrayList<String>();
        for (String run : files.stream().filter(OwnRun::is).toList()) {
            said.add(new OwnRun(Path.of(run)).read(to::hit));
        }
        Reading reading =
                evidence.read(files.stream().filter(name -> !OwnRun.is(name)).toList(), stdin, to);
        to.end();
        reading.formats().stream().map(LearnEvidence::withoutFolder).forEach(said::add);
        var unseen =
                Unseen.between(
                        reading.files().stream()
                                .map(f ->
                                        new Unseen.Span(
                                                f.fromMillis(), f.toMillis(), f.longestMillis()))
                                .toList());
        unseen.spans().forEach(span -> said.add(words(span)));
        return new Found(said, reading.leftOut(), unseen);
    }

    private static String words(Unseen.Span span) {
        return String.format(
                Locale.ROOT,
                "nothing is recorded from %s to %s, between two files: taken as not observed",
                minute(span.fromMillis()),
                minute(span.toMillis()));
    }

    private static String minute(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /// Where a file lies on this machine is nobody's business who reads the population.
    private static String withoutFolder(String said) {
        int end = said.indexOf(": ");
        return said.substring(said.lastIndexOf('/', Math.max(0, end)) + 1);
    }
}

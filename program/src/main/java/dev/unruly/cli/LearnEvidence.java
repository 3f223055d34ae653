package dev.unruly.cli;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
    record Found(List<String> formats, List<String> leftOut) {
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
        Reading reading = evidence.read(files, stdin, to);
        to.end();
        return new Found(
                reading.formats().stream().map(LearnEvidence::withoutFolder).toList(),
                reading.leftOut());
    }

    /// Where a file lies on this machine is nobody's business who reads the population.
    private static String withoutFolder(String said) {
        int end = said.indexOf(": ");
        return said.substring(said.lastIndexOf('/', Math.max(0, end)) + 1);
    }
}

package dev.unruly.cli;

import dev.unruly.model.ClientAddress;
import dev.unruly.model.Experiment;
import dev.unruly.model.Population;
import dev.unruly.run.Simulation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options for what a server in front of a simulated system would have logged.
final class AccessLog {

    private static final ClientAddress OWN =
            new ClientAddress.InHeader("X-Forwarded-For", 10 << 24, 8);

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description =
                    "Write what a server in front would have logged: the combined format, behind it"
                            + " the seconds each request took and the session's cookie; 499 for"
                            + " callers who left.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--date",
            paramLabel = "DATE",
            description =
                    "With --access-log: when the run begins, as 2026-03-02 or 2026-03-02T18:00:00Z"
                            + " (default: ${DEFAULT-VALUE}).")
    private String date = "2026-01-05T00:00:00Z";

    /// Whether one is wanted.
    boolean wanted() {
        return file.isPresent();
    }

    /// What is wrong with the options, if anything is.
    Optional<String> wrong() {
        return began().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "--date " + date + " is no date; write 2026-03-02 or 2026-03-02T18:00:00Z");
    }

    private Optional<Instant> began() {
        try {
            return Optional.of(
                    date.indexOf('T') < 0
                            ? LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(date));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /// The experiment with users who can be told apart by their addresses.
    Experiment told(Experiment experiment) {
        Population crowd = experiment.population();
        return switch (crowd.clientAddress()) {
            case ClientAddress.InHeader _ -> experiment;
            case ClientAddress.Untold() ->
                    wanted()
                            ? experiment.withPopulation(
                                    new Population(
                                            crowd.regions(),
                                            crowd.personas(),
                                            crowd.journeys(),
                                            crowd.feeds(),
                                            crowd.signIn(),
                                            OWN))
                            : experiment;
        };
    }

    /// Does something with the log open.
    <T> T during(Experiment experiment, Use<T> use) throws IOException {
        if (file.isEmpty()) {
            return use.of(Simulation.Front.NONE);
        }
        String field =
                switch (experiment.population().clientAddress()) {
                    case ClientAddress.InHeader told -> told.header();
                    case ClientAddress.Untold() -> "";
                };
        try (Writer out = Files.newBufferedWriter(file.get())) {
            return use.of(new Simulation.Front(field, began().orElse(Instant.EPOCH), out));
        }
    }

    /// What is done while the log is open.
    interface Use<T> {
        T of(Simulation.Front front) throws IOException;
    }
}

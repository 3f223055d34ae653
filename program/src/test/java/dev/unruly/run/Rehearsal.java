package dev.unruly.run;

import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.model.Experiment;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Experiments that are written down where they are needed, and the simplest server for them.
final class Rehearsal {

    private static final String RETRYING =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 0ms, last-mile: none } }
            personas:
              app:
                share: 100%
                journey: page
                client: { kind: app, timeout: 500ms, keep-alive: none, retries: { most: @retries@, backoff: { base: 1ms, factor: 1, most: 1ms, jitter: none } } }
                patience: 600s
                when-slow: { leave: 100% }
                when-failed: { leave: 100% }
                notice: 0s
                tries: 1
            journeys:
              page:
                start: page
                think: 1s
                states: { page: { get: /, next: { leave: 100% } } }
            """;

    private Rehearsal() {}

    /// People whose client repeats what is not answered within half a second, up to so many times,
    /// and who do nothing themselves.
    static String retrying(int retries) {
        return RETRYING.replace("@retries@", "" + retries);
    }

    /// Reads an experiment whose population is in `it.population.yaml`.
    static Experiment experiment(Path folder, String population, String text) {
        try {
            Files.writeString(folder.resolve("it.population.yaml"), population);
            Path file = folder.resolve("it.experiment.yaml");
            Files.writeString(file, text);
            return experiment(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Experiment experiment(Path file) {
        return switch (Scripts.experiment(file)) {
            case Read.Fine<Experiment> fine -> fine.value();
            case Read.Broken<Experiment> broken ->
                    throw new AssertionError(broken.problems().toString());
        };
    }

    /// Some workers with an endless queue, first come first served, who work on for clients that
    /// have gone. The link `workers` is what one of them does: hurt it, and fewer requests are
    /// served at a time.
    static Blueprint workers(int workers, Distribution seconds) {
        var ask = new Step.Ask("workers", List.of(new Step.Work(seconds)));
        return new Blueprint(
                List.of(Station.patient("workers", workers)),
                List.of(new Link("workers", Connecting.BY_ITSELF)),
                List.of(),
                List.of(Page.all(List.of(new Step.In("workers", List.of(ask))))));
    }
}

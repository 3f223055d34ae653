package dev.unruly.cli;

import dev.unruly.model.ClientAddress;
import dev.unruly.model.Population;
import dev.unruly.run.RequestLog;
import dev.unruly.world.Loop;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a run's requests are logged, if anywhere.
final class RequestLogging implements AutoCloseable {

    /// Nowhere.
    static final RequestLogging NONE = new RequestLogging(Optional.empty());

    private final Optional<Writer> out;

    private RequestLogging(Optional<Writer> out) {
        this.out = out;
    }

    /// Opens a file for them, if there is to be one.
    static RequestLogging to(Optional<Path> file) throws IOException {
        return file.isEmpty()
                ? NONE
                : new RequestLogging(Optional.of(Files.newBufferedWriter(file.get())));
    }

    /// The log of a run that begins now.
    RequestLog of(List<Loop> loops, Population population) {
        if (out.isEmpty()) {
            return RequestLog.none(loops);
        }
        String field =
                switch (population.clientAddress()) {
                    case ClientAddress.InHeader told -> told.header();
                    case ClientAddress.Untold() -> "";
                };
        return RequestLog.of(loops, field, Instant.now(), out.get());
    }

    /// A run has written all its lines before, or said why it could not: what fails here has failed
    /// there.
    @Override
    public void close() {
        if (out.isPresent()) {
            try {
                out.get().close();
            } catch (IOException said) {
                // Said by the run.
            }
        }
    }
}

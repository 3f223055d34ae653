package dev.unruly.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.unruly.model.Observation;
import dev.unruly.model.Quiet;
import dev.unruly.model.Roster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// Turns a journal into NDJSON: an object a line, a line a request, with the names and the units of
/// `attempts.parquet`. A line is written as it is read, so that a journal may be of any length.
public final class AttemptLines {

    private AttemptLines() {}

    /// Writes a file, whole or not at all.
    ///
    /// @throws IOException if the journal cannot be read or the file cannot be written
    public static void export(Path folder, Roster roster, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            JournalReader.read(folder, new Lines(roster, json));
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(part);
            throw e.getCause();
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Writes a line for each request.
    private static final class Lines extends Quiet {

        private final Roster roster;
        private final JsonGenerator json;

        Lines(Roster roster, JsonGenerator json) {
            this.roster = roster;
            this.json = json;
        }

        @Override
        public void requested(Observation o) {
            try {
                json.writeStartObject();
                json.writeNumberField("user_id", o.user());
                json.writeNumberField("intent", o.intent());
                json.writeNumberField("attempt", o.attempt());
                json.writeNumberField("part", o.part());
                json.writeStringField("endpoint", roster.endpoints().get(o.endpoint()));
                json.writeStringField("persona", roster.personas().get(o.persona()));
                json.writeStringField("region", roster.regions().get(o.region()));
                json.writeNumberField("born", o.born());
                json.writeStringField(
                        "cause", o.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                json.writeNumberField("wished_us", o.wishedNanos() / 1000);
                json.writeNumberField("meant_us", o.meantNanos() / 1000);
                moment("sent_us", o.sentNanos());
                moment("first_byte_us", o.firstByteNanos());
                json.writeNumberField("ended_us", o.endedNanos() / 1000);
                json.writeStringField("outcome", o.outcome().name().toLowerCase(Locale.ROOT));
                json.writeNumberField("status", o.status());
                json.writeNumberField("body_bytes", o.bodyBytes());
                json.writeBooleanField("fresh_connection", o.freshConnection());
                json.writeEndObject();
                json.writeRaw('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void moment(String name, long nanos) throws IOException {
            if (nanos < 0) {
                json.writeNullField(name);
            } else {
                json.writeNumberField(name, nanos / 1000);
            }
        }
    }
}

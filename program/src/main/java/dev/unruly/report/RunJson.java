package dev.unruly.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// `run.json`: what scripts may rely on. Latencies are in seconds, shares in [0, 1]; `null`: not
/// known. Measured figures have six digits. Read back, it gives the same result; its schema is
/// `run.schema.json`.
public final class RunJson {

    /// The name of the file in a run's folder.
    public static final String FILE = "run.json";

    /// The version that is written. Fields may be added without changing it.
    static final int FORMAT = 1;

    private RunJson() {}

    /// A result as it stands in the file.
    public static String text(RunResult result) {
        return text(json -> new JsonOut(json).result(result));
    }

    /// What writes a document.
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /// A document with line breaks, as people can read it.
    static String text(Body body) {
        var text = new StringWriter();
        try {
            write(text, body, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /// The same without line breaks and spaces.
    static String compact(RunResult result) {
        var text = new StringWriter();
        try {
            write(text, json -> new JsonOut(json).result(result), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Names as JSON in ASCII, so that they can stand in an attribute and be found in the data
    /// again.
    static String names(String... names) {
        var text = new StringWriter();
        var factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartArray();
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Writer out, Body body, boolean lines) throws IOException {
        var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            if (lines) {
                var indenter = new DefaultIndenter("  ", "\n");
                var separators =
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                                .withArrayValueSpacing(Separators.Spacing.AFTER);
                json.setPrettyPrinter(
                        new DefaultPrettyPrinter(separators)
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));
            }
            body.write(json);
        }
    }

    /// Reads what [#text] gave.
    ///
    /// @throws IOException if it is not that, with what is wrong
    public static RunResult parse(String text) throws IOException {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("is not JSON: " + e.getOriginalMessage(), e);
        }
        int format = root.path("format").asInt(0);
        if (format != FORMAT) {
            throw new IOException(
                    format > FORMAT
                            ? "was written by a newer unruly (format " + format + ")"
                            : "is no run.json: it has no format");
        }
        return new JsonIn(root).result();
    }

    /// Reads a run's folder, or a file.
    ///
    /// @throws IOException if there is none or it is damaged, with the path and what is wrong
    public static RunResult read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there: this is not the folder of a run", e);
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }
}

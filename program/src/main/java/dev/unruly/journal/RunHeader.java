package dev.unruly.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.model.Phases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a run knows of itself before its first second: together with the files as used and the
/// journal, all that is needed to judge it again. Stands in `run-header.json` before the journal
/// begins.
///
/// @param name of the experiment
/// @param seed of the run, which need not be the file's
/// @param schedule the digest of what users mean to do
/// @param asVolume whether it is the control
/// @param target the backend's URL, which need not be the file's
/// @param loops event loops that play the users
/// @param startedAt the wall-clock time
/// @param phases as played, which need not be the file's
/// @param files as used, from the run's folder on, the experiment first
/// @param command as typed
public record RunHeader(
        String name,
        long seed,
        String schedule,
        boolean asVolume,
        String target,
        int loops,
        Instant startedAt,
        Phases phases,
        List<String> files,
        String command) {

    /// The name of the file in a run's folder.
    public static final String FILE = "run-header.json";

    private static final int FORMAT = 1;

    public RunHeader {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a run has an experiment's file");
        }
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be >= 1, got " + loops);
        }
    }

    /// Writes it into a run's folder, whole or not at all.
    public void write(Path folder) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT)
                .put("name", name)
                .put("seed", seed)
                .put("schedule", schedule)
                .put("asVolume", asVolume)
                .put("target", target)
                .put("loops", loops)
                .put("startedAt", startedAt.toString());
        root.putObject("phasesNanos")
                .put("warmUp", phases.warmUpNanos())
                .put("baseline", phases.baselineNanos())
                .put("watch", phases.watchNanos())
                .put("reliefMost", phases.reliefMostNanos())
                .put("most", phases.mostNanos());
        var names = root.putArray("files");
        files.forEach(names::add);
        root.put("command", command);
        Path part = folder.resolve(FILE + ".part");
        Files.writeString(part, root.toPrettyString() + "\n", StandardCharsets.UTF_8);
        Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Reads that of a run's folder.
    ///
    /// @throws IOException if there is none or it is damaged, with the path and what is wrong
    public static RunHeader read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return of(new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there: this is not the folder of a run", e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RunHeader of(JsonNode root) {
        int format = root.path("format").asInt(0);
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    format > FORMAT
                            ? "it was written by a newer unruly (format " + format + ")"
                            : "it has no format");
        }
        var files = new ArrayList<String>();
        root.path("files").forEach(name -> files.add(name.asText()));
        return new RunHeader(
                text(root, "name"),
                whole(root, "seed"),
                text(root, "schedule"),
                field(root, "asVolume").asBoolean(),
                text(root, "target"),
                field(root, "loops").asInt(0),
                Instant.parse(text(root, "startedAt")),
                phases(field(root, "phasesNanos")),
                files,
                text(root, "command"));
    }

    private static Phases phases(JsonNode node) {
        return new Phases(
                whole(node, "warmUp"),
                whole(node, "baseline"),
                whole(node, "watch"),
                whole(node, "reliefMost"),
                whole(node, "most"));
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (field.isMissingNode() || field.isNull()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return field;
    }

    private static String text(JsonNode node, String name) {
        return field(node, name).asText();
    }

    private static long whole(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isIntegralNumber()) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return field.asLong();
    }
}

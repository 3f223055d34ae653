package dev.unruly.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of another tool that says which requests to make: a Postman collection, or curl commands.
public final class AskedFile {

    /// A file has at most this many bytes.
    public static final long MOST_BYTES = 16L << 20;

    private AskedFile() {}

    /// What a file asks for.
    ///
    /// @throws IllegalArgumentException when it is none of these, or broken; the words say where
    public static Asked read(Path path) throws IOException {
        String file = path.toString();
        long bytes = Files.size(path);
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "%s: has %,d bytes; at most %,d can be read"
                            .formatted(file, bytes, MOST_BYTES));
        }
        String text;
        try {
            byte[] content = Files.readAllBytes(path);
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": this is no text in UTF-8", e);
        }
        text = text.replace(Asking.UNKNOWN, '\uFFFD').replace(Asking.MADE_UP, '\uFFFD');
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Asked asked =
                text.stripLeading().startsWith("{")
                        ? json(file, text)
                        : text.lines().anyMatch(l -> l.stripLeading().startsWith("curl "))
                                ? CurlFile.read(file, text)
                                : none(file, "neither a Postman collection v2.1 nor curl commands");
        if (asked.requests().isEmpty()) {
            throw new IllegalArgumentException(
                    String.join("\n", asked.said())
                            + (asked.said().isEmpty() ? "" : "\n")
                            + file
                            + ": there is no request in it that can be played");
        }
        return asked;
    }

    private static Asked json(String file, String text) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    "%s:%d:%d: this is no JSON: %s"
                            .formatted(
                                    file,
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    said(e)),
                    e);
        }
        if (root.path("info").has("schema") || root.path("info").has("_postman_id")) {
            return PostmanFile.read(file, root);
        }
        if (root.has("requests") && root.has("order")) {
            return none(file, "a Postman collection v1; export it as \"Collection v2.1\"");
        }
        if (root.path("log").has("entries")) {
            return none(file, "an archive of a browser (HAR); `unruly learn` takes it");
        }
        return none(file, "JSON, but no Postman collection");
    }

    /// What Jackson says, without a piece of the text, in which a secret may be.
    private static String said(JsonProcessingException e) {
        String words = e.getOriginalMessage();
        return words.contains("end-of-input") ? "it ends too early" : "a character is out of place";
    }

    private static Asked none(String file, String what) {
        throw new IllegalArgumentException(file + ": this is " + what);
    }
}

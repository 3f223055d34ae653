package dev.unruly.script;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Text → YAML nodes with their positions, within [YamlLimits].
final class Yaml {

    private static final long MOST_BYTES = 4L << 20;
    private static final String NOT_YAML = "this is not YAML: ";

    private Yaml() {}

    /// The value of a file; empty, with a problem told, when there is none.
    ///
    /// @param askedAt where the file is asked for
    /// @param label what it is called in problems
    static Optional<Value> read(Reading reading, Path file, Place askedAt, String label) {
        return Source.read(reading, file, MOST_BYTES, askedAt)
                .flatMap(s -> compose(reading, s))
                .map(node -> new Value(reading, file.toString(), node, label));
    }

    /// The document of a text; empty, with a problem told, when it is no YAML, too deep or too
    /// large.
    static Optional<Node> compose(Reading reading, Source source) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source.name())
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .setMaxAliasesForCollections(YamlLimits.MOST_ALIASES)
                        .build();
        var stream = new StreamReader(settings, source.text());
        var parser = new YamlLimits.BoundedParser(new ParserImpl(settings, stream));
        try {
            Optional<Node> root = new Composer(settings, parser).getSingleNode();
            root.ifPresentOrElse(
                    YamlLimits::check,
                    () ->
                            reading.wrong(
                                    Place.topOf(source.name()),
                                    "the file is empty",
                                    "write `name:` or `regions:` first"));
            return root;
        } catch (YamlLimits.Exceeded e) {
            reading.wrong(
                    Place.of(source.name(), e.getProblemMark()),
                    e.getProblem(),
                    "write it simpler, without anchors inside anchors");
        } catch (MarkedYamlEngineException e) {
            reading.wrong(
                    Place.of(source.name(), e.getProblemMark().or(e::getContextMark)),
                    NOT_YAML + oneLine(e.getProblem(), e.getContext()),
                    hint(e.getProblem()));
        } catch (ReaderException e) {
            reading.wrong(
                    Source.endOf(source.name(), beginning(source.text(), e.getPosition())),
                    NOT_YAML
                            + String.format(
                                    Locale.ROOT,
                                    "character U+%04X is not allowed",
                                    e.getCodePoint()),
                    "remove it");
        } catch (YamlEngineException e) {
            reading.wrong(
                    Place.of(source.name(), parser.reached()),
                    NOT_YAML + oneLine(String.valueOf(e.getMessage()), ""),
                    "mend it here or shortly before");
        } catch (IllegalArgumentException e) {
            // The scanner does not expect an escape beyond Unicode, such as U+FFFFFFFF.
            reading.wrong(
                    Place.of(source.name(), stream.getMark()),
                    NOT_YAML + "an escape stands for no character",
                    "write \\\\ for a backslash in double quotes");
        }
        return Optional.empty();
    }

    private static String beginning(String text, int characters) {
        int most = Math.min(characters, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static String oneLine(String problem, String context) {
        String said = problem.isEmpty() ? context : problem;
        return said.lines().findFirst().orElse("it cannot be understood").strip();
    }

    /// What usually helps against a complaint of the parser.
    private static String hint(String problem) {
        if (problem.contains("'\\t'") || problem.contains("TAB")) {
            return "indent with spaces";
        }
        if (problem.contains("but got {")) {
            return "put a text that holds ${…} in quotes";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put a text that holds `: ` in quotes, or indent this line as its neighbours";
        }
        if (problem.contains("but got a single document") || problem.contains("another document")) {
            return "keep one document in a file";
        }
        if (problem.contains("found undefined alias")) {
            return "write the anchor before it is used";
        }
        if (problem.contains("that cannot start any token")) {
            return "put a text that begins like this in quotes";
        }
        return "close what was opened before it, and indent it as its neighbours";
    }
}

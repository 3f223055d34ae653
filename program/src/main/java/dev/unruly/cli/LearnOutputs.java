package dev.unruly.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files that learning writes, beside each other under one name: all are made ready first, and
/// each one then appears whole.
final class LearnOutputs {

    private static final String POPULATION = ".population.yaml";
    private static final String YAML = ".yaml";

    private final Path population;
    private final String base;
    private final Map<Path, String> texts = new LinkedHashMap<>();

    /// @param out as the user wrote it: a name, or that of the population's file
    LearnOutputs(Path out) {
        String name = String.valueOf(out.getFileName());
        if (name.endsWith(POPULATION)) {
            this.base = name.substring(0, name.length() - POPULATION.length());
            this.population = out;
        } else if (name.endsWith(YAML)) {
            this.base = name.substring(0, name.length() - YAML.length());
            this.population = out;
        } else {
            this.base = name;
            this.population = out.resolveSibling(name + POPULATION);
        }
    }

    /// The name without an ending.
    String base() {
        return base;
    }

    /// Where the population goes.
    Path population() {
        return population;
    }

    /// The file of an ending, such as `.states`.
    Path file(String ending) {
        return population.resolveSibling(base + ending);
    }

    void put(Path file, String text) {
        texts.put(file, text);
    }

    void put(Path file, List<String> lines) {
        put(file, String.join("\n", lines) + "\n");
    }

    /// A file that is there already and would be lost, if any is.
    Optional<Path> taken() {
        return texts.keySet().stream().filter(Files::exists).findFirst();
    }

    /// Writes all of them.
    List<Path> write() throws IOException {
        Path folder = population.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        for (Map.Entry<Path, String> one : texts.entrySet()) {
            Path file = one.getKey();
            Path beside = file.resolveSibling(file.getFileName() + ".part");
            try {
                Files.writeString(beside, one.getValue(), StandardCharsets.UTF_8);
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                Files.deleteIfExists(beside);
                throw e;
            }
        }
        return List.copyOf(texts.keySet());
    }
}

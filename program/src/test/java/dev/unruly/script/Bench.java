package dev.unruly.script;

import dev.unruly.model.Experiment;
import dev.unruly.model.Population;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder to lay files into, and to read them from.
final class Bench {

    static final String POPULATION = "shop.population.yaml";
    static final String EXPERIMENT = "flash-sale.experiment.yaml";

    /// The three regions that DESIGN.md leaves to the reader.
    static final String THE_OTHER_REGIONS =
            """
              oregon:    { share: 10%, time-zone: America/Los_Angeles, round-trip: 87ms, last-mile: fios }
              sao-paulo: { share: 10%, time-zone: America/Sao_Paulo, round-trip: 120ms, last-mile: 3g }
              singapore: { share: 10%, time-zone: Asia/Singapore, round-trip: 217ms, last-mile: 5g }
            """;

    private static final String THEIR_PLACE = "  # … six in the shipped example\n";

    private final Path folder;

    /// The samples of the design, complete, in a folder.
    Bench(Path folder) {
        this.folder = folder;
        lay(EXPERIMENT, sample(EXPERIMENT));
        lay(POPULATION, population());
        for (String file : List.of("accounts.csv", "terms.csv", "skus.csv")) {
            lay(file, sample(file));
        }
    }

    /// The sample population with all its regions.
    static String population() {
        return sample(POPULATION).replace(THEIR_PLACE, THE_OTHER_REGIONS);
    }

    /// A sample as it stands in the design.
    static String sample(String name) {
        try (InputStream in = Bench.class.getResourceAsStream("design/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Bench lay(String name, String text) {
        return lay(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Bench lay(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Puts another text in place of one that must be there.
    Bench change(String file, String from, String to) {
        try {
            String text = Files.readString(folder.resolve(file));
            if (!text.contains(from)) {
                throw new IllegalArgumentException(file + " has no " + from);
            }
            return lay(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Read<Experiment> experiment() {
        return Scripts.experiment(folder.resolve(EXPERIMENT));
    }

    Read<Population> readPopulation() {
        return Scripts.population(folder.resolve(POPULATION));
    }

    /// What is wrong, without the folder's name.
    static List<String> problems(Read<?> read, Path folder) {
        return switch (read) {
            case Read.Fine<?> fine -> List.of();
            case Read.Broken<?> broken ->
                    broken.problems().stream()
                            .map(p -> p.toString().replace(folder + "/", ""))
                            .toList();
        };
    }

    List<String> problems() {
        return problems(experiment(), folder);
    }

    static <T> T value(Read<T> read) {
        return fine(read).value();
    }

    static <T> Read.Fine<T> fine(Read<T> read) {
        return switch (read) {
            case Read.Fine<T> fine -> fine;
            case Read.Broken<T> broken -> throw new AssertionError(broken.problems().toString());
        };
    }
}

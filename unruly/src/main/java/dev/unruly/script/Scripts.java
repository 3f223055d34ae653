package dev.unruly.script;

import dev.unruly.model.Population;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the files that users write.
public final class Scripts {

    private Scripts() {}

    /// Reads a population.
    public static Read<Population> population(Path file) {
        var reading = new Reading();
        Optional<Population> population =
                PopulationFile.read(reading, file, Place.topOf(file.toString())).population();
        return population.isPresent() ? reading.fine(population.get()) : reading.broken();
    }
}

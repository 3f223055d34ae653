package dev.unruly.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE.md is true of this program.
final class ArchitectureTest {
    private static final String ROOT = "dev.unruly";

    @Test
    void theRoomsKeepToThePlan() throws IOException {
        Plan plan = Plan.parse(Files.readString(repository().resolve("ARCHITECTURE.md")));
        JavaClasses program =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT);

        assertThat(program.contain("dev.unruly.cli.Main")).as("the program was found").isTrue();
        assertThat(program.contain("dev.unruly.guard.package-info")).as("the guard too").isTrue();
        assertThat(RoomRules.problems(ROOT, plan, program)).isEmpty();
    }

    @Test
    void theSourcesOfAllModulesKeepToTheirRules() {
        assertThat(SourceRules.problems(repository())).isEmpty();
    }

    /// The nearest folder above the one where the tests run that holds the plan.
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("the tests run outside the repository");
            }
        }
        return folder;
    }
}

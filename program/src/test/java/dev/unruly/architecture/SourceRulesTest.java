package dev.unruly.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceRulesTest {
    private static final String DESCRIBED = "/// A place.\n@NullMarked\npackage a.b;\n";

    @TempDir private Path repository;

    @BeforeEach
    void aModule() throws IOException {
        write("pom.xml", "");
    }

    @Test
    void aFileMayHaveFourHundredLinesAndNoMore() throws IOException {
        write("src/main/java/a/b/package-info.java", DESCRIBED);
        write("src/main/java/a/b/Full.java", "\n".repeat(400));
        write("src/test/java/a/b/Over.java", "\n".repeat(401));

        assertThat(SourceRules.problems(repository))
                .containsExactly(
                        "module/src/test/java/a/b/Over.java has 401 lines; more than 400 are two"
                                + " ideas");
    }

    @Test
    void aPackageWithoutDescriptionIsNamed() throws IOException {
        write("src/main/java/a/b/Some.java", "package a.b;");

        assertThat(SourceRules.problems(repository))
                .containsExactly("package a.b of module has no package-info.java");
    }

    @Test
    void aPackageWhereNullIsNotMarkedIsNamed() throws IOException {
        write("src/main/java/a/b/package-info.java", "/// A place.\npackage a.b;\n");

        assertThat(SourceRules.problems(repository))
                .singleElement()
                .asString()
                .startsWith("module/src/main/java/a/b/package-info.java must say");
    }

    private void write(String path, String text) throws IOException {
        Path file = repository.resolve("module").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files as used lie to each other as their originals do.
class KeptTest {

    @TempDir private Path parent;

    private Path file(String name) throws IOException {
        Path file = parent.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, name);
    }

    @Test
    void filesOfOneFolderLieInOneFolder() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("run"));
        Kept kept = Kept.in(folder, List.of(file("a/x.yaml"), file("a/y.yaml")));
        assertThat(kept.names()).containsExactly("input/x.yaml", "input/y.yaml");
        assertThat(folder.resolve("input/y.yaml")).hasContent("a/y.yaml");
    }

    @Test
    void whatLeadsFromOneToTheOtherStillDoes() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("run"));
        Kept kept =
                Kept.in(
                        folder,
                        List.of(
                                file("work/experiments/x.yaml"),
                                file("work/people/x.yaml"),
                                file("work/people/data/x.csv")));
        assertThat(kept.names())
                .containsExactly(
                        "input/experiments/x.yaml",
                        "input/people/x.yaml",
                        "input/people/data/x.csv");
        Path first = folder.resolve(kept.names().getFirst());
        assertThat(first.resolveSibling("../people/x.yaml")).hasContent("work/people/x.yaml");
    }

    @Test
    void linksLeadFromOneFolderToTheOther() {
        assertThat(Labels.link(parent.resolve("a"), parent.resolve("b c/ö/report.html")))
                .isEqualTo("../b%20c/%C3%B6/report.html");
    }

    @Test
    void foldersAreCalledByWhatTellsThemApart() {
        assertThat(Labels.of(List.of(Path.of("d/control"), Path.of("d/people"))))
                .containsExactly("control", "people");
        assertThat(Labels.of(List.of(Path.of("mon/people"), Path.of("tue/people"))))
                .containsExactly("mon/people", "tue/people");
    }
}

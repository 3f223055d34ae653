package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DesignSamplesTest {

    @TempDir Path folder;

    @Test
    void theSampleExperimentIsFine() {
        Read<?> read = new Bench(folder).experiment();
        assertThat(Bench.problems(read, folder)).isEmpty();
    }
}

package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.judge.OverPairs;
import dev.unruly.model.PairedResult;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MediansTest {

    private static PairedResult paired(List<RunResult> before, List<RunResult> after) {
        return OverPairs.of("it", Share.NONE, before.size(), runs(before), runs(after), "");
    }

    private static List<SeedsResult.Run> runs(List<RunResult> results) {
        return results.stream().map(result -> new SeedsResult.Run("x", result)).toList();
    }

    private static String row(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void theFirstSeedHasNoPartInThem() {
        RunResult people = Results.people();
        RunResult volume = Results.volume();

        List<String> lines =
                Medians.lines(
                        paired(List.of(volume, people, people), List.of(people, volume, volume)),
                        100);

        assertThat(lines.getFirst()).matches("median of the other seeds +before +after");
        assertThat(row(lines, "intents answered in time"))
                .matches(".* before +99\\.92 % +99\\.92 %");
        assertThat(lines.get(3)).matches(" +after +0\\.82 % +99\\.95 %");
        assertThat(row(lines, "requests per request needed"))
                .matches(".* before +1\\.00 × +1\\.00 ×");
        assertThat(lines.get(6)).matches(" +after +8\\.00 × +1\\.00 ×");
        // Twice what one of them had.
        assertThat(row(lines, "duplicates")).matches(".* 0 to 5,756 +0");
    }

    @Test
    void betweenTwoTheMedianIsHalfWay() {
        List<String> lines =
                Medians.lines(
                        paired(
                                List.of(Results.people(), Results.people(), Results.volume()),
                                List.of(Results.people(), Results.people(), Results.people())),
                        100);
        assertThat(lines.get(6)).matches(" +after +4\\.50 × +8\\.00 ×");
    }

    @Test
    void withoutOthersThereIsNothingToSay() {
        PairedResult one = paired(List.of(Results.people()), List.of(Results.volume()));
        assertThat(Medians.lines(one, 100)).isEmpty();
    }
}

package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.world.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is kept, and what makes room for it.
class ShelfTest {

    private static final KeptFields NONE = new KeptFields(List.of());
    private static final Kept.Span SPAN = new Kept.Span(0, 1, 100, 0, 0);

    private static Shelf.Subject subject(String page) {
        return new Shelf.Subject(page, "");
    }

    private static boolean keep(Shelf shelf, String page, int bytes) {
        Shelf.Fetch fetch = shelf.begin(subject(page), 0);
        boolean kept = shelf.keep(fetch, copy(bytes), List.of(), NONE, SPAN);
        shelf.over(fetch);
        return kept;
    }

    private static Copy copy(int bytes) {
        return new Copy(200, NONE, new byte[bytes]);
    }

    private static long sizeOf(int bytes) {
        var shelf = new Shelf(1 << 20);
        keep(shelf, "/a", bytes);
        return shelf.bytes();
    }

    private static boolean has(Shelf shelf, String page) {
        return shelf.find(subject(page), NONE).isPresent();
    }

    @Test
    void whatIsLargerThanAllThatMayBeKeptIsNot() {
        long one = sizeOf(1_000);
        assertThat(keep(new Shelf(one + 1), "/a", 1_000)).isTrue();
        assertThat(keep(new Shelf(one), "/a", 1_000)).isTrue();
        var small = new Shelf(one - 1);
        assertThat(keep(small, "/a", 1_000)).isFalse();
        assertThat(small.bytes()).isZero();
        assertThat(small.size()).isZero();
    }

    @Test
    void whatWasNotAskedForForTheLongestTimeMakesRoom() {
        var shelf = new Shelf(3 * sizeOf(1_000));
        keep(shelf, "/a", 1_000);
        keep(shelf, "/b", 1_000);
        keep(shelf, "/c", 1_000);
        assertThat(has(shelf, "/a")).isTrue();
        keep(shelf, "/d", 1_000);
        assertThat(has(shelf, "/b")).isFalse();
        assertThat(has(shelf, "/a") && has(shelf, "/c") && has(shelf, "/d")).isTrue();
        keep(shelf, "/e", 1_001);
        assertThat(shelf.size()).isEqualTo(2);
        assertThat(shelf.bytes()).isEqualTo(2 * sizeOf(1_000) + 1);
    }

    @Test
    void theSameAgainTakesItsOwnPlace() {
        var shelf = new Shelf(1 << 20);
        for (int i = 0; i < 100; i++) {
            keep(shelf, "/a", 1_000);
        }
        assertThat(shelf.size()).isEqualTo(1);
        assertThat(shelf.bytes()).isEqualTo(sizeOf(1_000));
    }

    @Test
    void whatWasForgottenMeanwhileIsNotKept() {
        var shelf = new Shelf(1 << 20);
        Shelf.Fetch early = shelf.begin(subject("/a"), 0);
        Shelf.Fetch other = shelf.begin(subject("/b"), 0);
        shelf.forget("/a");
        Shelf.Fetch late = shelf.begin(subject("/a"), 0);
        assertThat(shelf.keep(early, copy(1), List.of(), NONE, SPAN)).isFalse();
        assertThat(shelf.keep(other, copy(1), List.of(), NONE, SPAN)).isTrue();
        assertThat(shelf.keep(late, copy(1), List.of(), NONE, SPAN)).isTrue();
        Shelf.Fetch again = shelf.begin(subject("/b"), 0);
        shelf.empty();
        assertThat(shelf.size()).isZero();
        assertThat(shelf.bytes()).isZero();
        assertThat(shelf.keep(again, copy(1), List.of(), NONE, SPAN)).isFalse();
    }

    @Test
    void variantsLiveSideBySideUntilTheyVaryByMore() {
        var shelf = new Shelf(1 << 20);
        for (String language : List.of("de", "fr")) {
            Shelf.Fetch fetch = shelf.begin(subject("/a"), 0);
            shelf.keep(fetch, copy(1), List.of("accept-language"), speaks(language), SPAN);
            shelf.over(fetch);
        }
        assertThat(shelf.find(subject("/a"), speaks("de"))).isPresent();
        assertThat(shelf.find(subject("/a"), speaks("fr"))).isPresent();
        assertThat(shelf.find(subject("/a"), speaks("it"))).isEmpty();
        assertThat(shelf.find(subject("/a"), NONE)).isEmpty();
        keep(shelf, "/a", 1);
        assertThat(shelf.size()).isEqualTo(1);
        assertThat(shelf.find(subject("/a"), speaks("it"))).isPresent();
    }

    private static KeptFields speaks(String language) {
        return new KeptFields(List.of(new Block.Field("Accept-Language", language)));
    }
}

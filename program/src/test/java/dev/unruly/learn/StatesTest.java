package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How paths become states.
final class StatesTest {

    private static States states(int most, List<StatesFile.Named> byHand, List<String> pages) {
        var all = new ArrayList<String>();
        all.add("* /**");
        all.addAll(pages);
        long[] visits = new long[all.size()];
        Arrays.fill(visits, 10);
        visits[0] = 0;
        long[] least = new long[all.size()];
        long[] greatest = new long[all.size()];
        Arrays.fill(greatest, 1);
        var seen = new States.Seen(visits, least, greatest);
        return States.of(all, seen, new Brought(), byHand, most);
    }

    private static List<String> patterns(States states) {
        return states.names().stream()
                .map(s -> s.name() + ": " + s.method() + " " + s.pattern())
                .toList();
    }

    @Test
    void idsBecomePlacesAndWordsStay() {
        States states =
                states(
                        40,
                        List.of(),
                        List.of(
                                "GET /",
                                "GET /products",
                                "GET /products/17",
                                "GET /products/18",
                                "GET /cart",
                                "POST /cart",
                                "GET /search",
                                "GET /orders/0f8fad5b-d9cb-469f-a165-70867728950e/items",
                                "GET /api/v1/stock/deadbeef01"));
        assertThat(patterns(states))
                .containsExactlyInAnyOrder(
                        "home: GET /",
                        "products: GET /products",
                        "product: GET /products/{id}",
                        "cart: GET /cart",
                        "cart-post: POST /cart",
                        "search: GET /search",
                        "items: GET /orders/{id}/items",
                        "stock: GET /api/v1/stock/{id}",
                        "other: * /**");
        assertThat(states.names().get(states.ofPage()[4]).name()).isEqualTo("product");
        assertThat(states.varies()[4]).isTrue();
        assertThat(states.varies()[5]).isFalse();
    }

    @Test
    void moreThanTwelveWordsInOnePlaceAreItems() {
        for (int words : new int[] {12, 13}) {
            var pages = new ArrayList<String>();
            for (int i = 0; i < words; i++) {
                pages.add("GET /shoes/" + (char) ('a' + i) + "-shoe");
            }
            assertThat(states(40, List.of(), pages).names()).hasSize(words == 12 ? 13 : 2);
        }
    }

    @Test
    void whatOnlyOnePersonSawIsNamedNowhere() {
        List<String> pages = List.of("* /**", "GET /home/alice", "GET /home/map", "GET /a@b.se");
        var seen =
                new States.Seen(
                        new long[] {0, 50, 50, 50},
                        new long[] {0, 7, 7, 7},
                        new long[] {0, 7, 8, 8});
        assertThat(patterns(States.of(pages, seen, new Brought(), List.of(), 40)))
                .containsExactlyInAnyOrder(
                        "home: GET /home/{id}",
                        "map: GET /home/map",
                        "page: GET /{id}",
                        "other: * /**");
    }

    @Test
    void theRarestAreFoldedUntilTheBoundHolds() {
        var pages = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                pages.add("GET /" + (char) ('a' + i) + "/" + (char) ('a' + j));
            }
        }
        for (int most : new int[] {2, 11, 40, 101}) {
            States states = states(most, List.of(), pages);
            assertThat(states.names()).hasSizeLessThanOrEqualTo(most);
            assertThat(states.names().stream().mapToLong(StateName::visits).sum()).isEqualTo(1_000);
            assertThat(states.names().stream().map(StateName::name)).doesNotHaveDuplicates();
        }
        assertThat(states(101, List.of(), pages).names()).hasSize(101);
    }

    @Test
    void whatIsGivenByHandGoesFirstAndComesBackAsItWasGiven() {
        List<String> text =
                List.of("# mine", "", "thing: GET /products/{sku}", "thing: GET /p/{sku}");
        List<StatesFile.Named> byHand = StatesFile.read("s", text);
        List<String> pages = List.of("GET /products/red-shoe", "GET /p/1", "GET /cart");
        States states = states(40, byHand, pages);
        assertThat(states.ofPage()).startsWith(2, 0, 0, 1);
        assertThat(states.names().getFirst().visits()).isEqualTo(20);
        String written = StatesFile.write(byHand, states.names());
        assertThat(written)
                .contains("thing: GET /products/{sku}\nthing: GET /p/{sku}\ncart: GET /cart\n");
        List<StatesFile.Named> again = StatesFile.read("s", written.lines().toList());
        States same = states(40, again, pages);
        assertThat(same.ofPage()).isEqualTo(states.ofPage());
        assertThat(StatesFile.write(again, same.names())).isEqualTo(written);
    }

    @Test
    void allProblemsOfAFileAreSaidAtOnce() {
        assertThatThrownBy(() ->
                        StatesFile.read(
                                "my.states",
                                List.of("Home GET /", "a: GET /x/**/y", "b: GET /z", "c: GET /z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my.states:1: a state must be")
                .hasMessageContaining("my.states:2: ** may stand only at the end")
                .hasMessageContaining("my.states:4: the pattern was given before");
    }
}

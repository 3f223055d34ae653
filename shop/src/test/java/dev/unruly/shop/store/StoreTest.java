package dev.unruly.shop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Fate;
import dev.unruly.shop.web.Form;
import dev.unruly.shop.web.Headers;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Workers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreTest {
    private static final Words WORDS = Words.load();

    private static Request request(String method, String path) {
        return new Request(method, path, Form.EMPTY, new Headers(List.of()), Body.EMPTY, true);
    }

    private static String products(long seed) {
        StringBuilder rows = new StringBuilder();
        new Assortment(WORDS, 2_000, 0).writeProducts(new SplittableRandom(seed), rows, 1, 2_001);
        return rows.toString();
    }

    @Test
    void thereAreFourHundredTermsAndEveryOneFindsSomething() {
        List<String> terms = WORDS.terms();
        SearchIndex index = new SearchIndex(terms, 60);
        for (String row : products(1).split("\n", -1)) {
            String[] columns = row.split("\t", -1);
            if (columns.length > 1) {
                index.add(product(columns[0], columns[2]));
            }
        }

        assertThat(new HashSet<>(terms)).hasSize(400);
        assertThat(index.found()).hasSize(400);
        assertThat(index.found().values()).allSatisfy(found -> assertThat(found).isNotEmpty());
    }

    @Test
    void theSameSeedMakesTheSameGoods() {
        assertThat(products(1)).isEqualTo(products(1)).isNotEqualTo(products(2));
        assertThat(products(1).lines().count()).isEqualTo(2_000);
        assertThat(Assortment.sku(123)).isEqualTo("P-000123");
        assertThat(new Assortment(WORDS, 2_000, 0).goingWith("P-002000"))
                .containsExactly("P-000031", "P-000127", "P-001009", "P-000191");
        assertThatThrownBy(() -> new Assortment(WORDS, 11, 0)).hasMessageContaining("got 11");
    }

    private static Product product(String sku, String description) {
        return new Product(
                new Item(sku, "name", 100, "brand", "category", 0, 0), description, List.of());
    }

    @Test
    void aTermFindsWhatContainsItInOrderUpToTheLimit() {
        SearchIndex index = new SearchIndex(List.of("pan", "oak", "tin"), 2);
        index.add(product("1", "a pan of oak, painted."));
        index.add(product("2", "a Japanese japan thing"));
        index.add(product("3", "a frying-pan"));
        index.add(product("4", "nothing"));

        assertThat(index.found().get("pan")).extracting(Item::sku).containsExactly("1", "2");
        assertThat(index.found().get("oak")).extracting(Item::sku).containsExactly("1");
        assertThat(index.found().get("tin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, HOME",
        "HEAD, /, HOME",
        "POST, /, WRONG_METHOD",
        "GET, /products/P-000001, PRODUCT",
        "GET, /products/, MISSING",
        "GET, /products, MISSING",
        "GET, /cart, CART",
        "POST, /cart, ADD",
        "DELETE, /cart, WRONG_METHOD",
        "GET, /admin/truth, MISSING",
        "GET, /search, SEARCH",
        "POST, /checkout, CHECKOUT",
        "GET, /checkout, WRONG_METHOD"
    })
    void everyRequestHasItsEndpoint(String method, String path, Endpoint endpoint) {
        assertThat(Endpoint.of(request(method, path))).isEqualTo(endpoint);
    }

    @Test
    void aPathSaysWhichMethodsItHas() {
        assertThat(Endpoint.allowed("/cart")).isEqualTo("GET, HEAD, POST");
        assertThat(Endpoint.allowed("/checkout")).isEqualTo("POST");
    }

    @Test
    void whatPeopleWriteIsTextOnAPage() {
        String evil = "<script>alert('1')</script>\"&";
        String safe = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;";
        Item item = new Item("P-000001", evil, 1_05, evil, evil, 35, 2);
        Product product = new Product(item, evil, List.of(new Review(evil, 5, evil)));

        assertThat(Html.escaped(evil)).isEqualTo(safe);
        assertThat(
                        List.of(
                                Pages.search(Visitor.GUEST, evil, List.of(item)),
                                Pages.product(Visitor.GUEST, product, List.of(evil)),
                                Pages.cart(
                                        Visitor.GUEST,
                                        List.of(new Carts.Line("P-000001", evil, 1)),
                                        1),
                                Pages.login(Visitor.GUEST, evil, evil),
                                Pages.dashboard(Visitor.GUEST, List.of(), List.of(evil)),
                                Pages.problem(500, evil)))
                .allSatisfy(page ->
                        assertThat(page)
                                .contains(safe)
                                .doesNotContain("alert('1')")
                                .doesNotContain("%s"));
    }

    @Test
    void figuresAreWrittenForPeople() {
        assertThat(Html.price(105)).isEqualTo("€ 1.05");
        assertThat(Html.stars(45, 3)).startsWith("★ 4.5");
        assertThat(Html.stars(0, 0)).isEqualTo("no reviews yet");
    }

    @Test
    void theTruthIsCountedByEndpointAndInAll() {
        Truth truth = new Truth();
        Response ok = Response.text(200, "");
        truth.served(
                request("GET", "/"), ok, new Workers.Served(0, 1_000, 3_000, new Fate.Delivered()));
        truth.served(
                request("GET", "/"),
                Response.text(500, ""),
                new Workers.Served(0, 1_000, 3_000, new Fate.Gone(500)));
        truth.served(
                request("GET", "/nowhere"),
                Response.text(404, ""),
                new Workers.Served(0, 1_000, 3_000, new Fate.Gone(2_000)));
        truth.refused(request("POST", "/cart"));

        assertThat(truth.byEndpoint().get("home"))
                .isEqualTo(new Truth.Counts(2, 1, 0, 1, 0, 1, 1, 4e-6, 2e-6));
        assertThat(truth.total()).isEqualTo(new Truth.Counts(3, 1, 1, 1, 1, 2, 1, 6e-6, 3e-6));
        truth.forget();
        assertThat(truth.total()).isEqualTo(new Truth.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithTheirValue() {
        Duration fine = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Catalogue.Settings(0, 2)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Catalogue.Settings(60, 4)).hasMessageContaining("got 4");
        assertThatThrownBy(() ->
                        new Database.Settings(
                                1, Duration.ofMillis(249), Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("got PT0.249S");
        assertThatThrownBy(() -> new Database.Settings(0, fine, fine, fine))
                .hasMessageContaining("got 0");
    }
}

package dev.unruly.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.shop.web.RawClient;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole shop, with its real PostgreSQL and Redis.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShopIT {
    private TestShop shop;

    @BeforeAll
    void open() throws Exception {
        shop =
                TestShop.open(
                        "--idempotency",
                        "--chain=3",
                        "--fan-out=4",
                        "--identity-instances=2",
                        "--workers=20");
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @BeforeEach
    void reset() throws Exception {
        shop.reset();
    }

    private String withSomethingInTheCart(int person) throws Exception {
        String cookie = shop.signedIn(person);
        assertThat(shop.json("/cart", "{\"sku\":\"P-000007\"}", "Cookie", cookie).statusCode())
                .isEqualTo(201);
        return cookie;
    }

    @Test
    void aPersonCanFindSomethingAndBuyIt() throws Exception {
        assertThat(shop.get("/").body()).contains("Today's picks", "/products/P-000001");
        assertThat(shop.get("/search?q=walnut").body())
                .contains("results for “walnut”", "/products/P-");
        assertThat(shop.get("/products/P-000007").body()).contains("Put into the cart", "★");
        String cookie = withSomethingInTheCart(1);
        assertThat(shop.get("/api/badge", "Cookie", cookie).body())
                .isEqualTo("{\"user\":\"shopper-1\",\"cart\":1}");
        assertThat(shop.get("/cart", "Cookie", cookie).body())
                .contains("P-000007", "Order and pay");

        HttpResponse<String> paid =
                shop.post("/checkout", "application/json", "", "Cookie", cookie);

        assertThat(paid.statusCode()).isEqualTo(201);
        assertThat(paid.body()).startsWith("{\"id\":1,\"reference\":\"cart-1\"");
        JsonNode sales = shop.truth().path("sales");
        assertThat(sales.path("orders").asInt()).isEqualTo(1);
        assertThat(sales.path("charges").asInt()).isEqualTo(1);
        assertThat(sales.path("duplicates").asInt()).isZero();
        assertThat(shop.get("/dashboard", "Cookie", cookie).body()).contains("Order 1");
    }

    @Test
    void aPersonWithABrowserIsLedAlong() throws Exception {
        assertThat(shop.form("/cart", "sku=P-000007").headers().firstValue("location"))
                .contains("/login");
        HttpResponse<String> signedIn =
                shop.form("/login", "user=shopper-3&password=secret-3&next=%2Fproducts%2FP-000007");
        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.headers().firstValue("location")).contains("/products/P-000007");
        String cookie = shop.signedIn(3);
        assertThat(shop.form("/cart", "sku=P-000007", "Cookie", cookie).statusCode())
                .isEqualTo(303);
        assertThat(shop.form("/checkout", "", "Cookie", cookie).body()).contains("Thank you!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "https://evil.example", "/\\evil", "javascript:x", ""})
    void signingInLeadsNowhereElse(String next) throws Exception {
        String encoded = URLEncoder.encode(next, StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                shop.form("/login", "user=shopper-1&password=secret-1&next=" + encoded);

        assertThat(answer.headers().firstValue("location")).contains("/");
    }

    @Test
    void whatCannotBeDoneHasItsStatus() throws Exception {
        String cookie = shop.signedIn(2);

        assertThat(shop.form("/login", "user=shopper-1&password=wrong").statusCode())
                .isEqualTo(401);
        assertThat(shop.json("/cart", "{\"sku\":\"P-000007\"}").statusCode()).isEqualTo(401);
        assertThat(shop.json("/checkout", "").statusCode()).isEqualTo(401);
        assertThat(shop.json("/checkout", "", "Cookie", "session=made-up").statusCode())
                .isEqualTo(401);
        assertThat(shop.json("/checkout", "", "Cookie", cookie).statusCode()).isEqualTo(409);
        assertThat(shop.json("/cart", "{\"sku\":\"P-999999\"}", "Cookie", cookie).statusCode())
                .isEqualTo(404);
        assertThat(shop.json("/cart", "{broken", "Cookie", cookie).statusCode()).isEqualTo(400);
        assertThat(shop.json("/cart", "[]", "Cookie", cookie).statusCode()).isEqualTo(400);
        assertThat(shop.get("/products/P-999999").statusCode()).isEqualTo(404);
        assertThat(shop.get("/products/%27--").statusCode()).isEqualTo(404);
        assertThat(shop.get("/admin/truth").statusCode()).isEqualTo(404);
        assertThat(shop.get("/checkout").statusCode()).isEqualTo(405);
        assertThat(shop.get("/style.css").headers().firstValue("content-type"))
                .contains("text/css; charset=utf-8");
        assertThat(shop.get("/logo.svg").statusCode()).isEqualTo(200);
        assertThat(shop.get("/health").body()).contains("up");
        assertThat(shop.truth().path("requests").path("failed").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; DROP TABLE products; --", "%", "_", "\\", "<b>", "ü", "a  b"})
    void whateverIsSearchedForIsOnlySearchedFor(String term) throws Exception {
        HttpResponse<String> answer =
                shop.get("/search?q=" + URLEncoder.encode(term, StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<h1>0 results").doesNotContain("<b>");
    }

    @Test
    void payingTheSameCartTwiceIsADuplicateAndPayingTheNextOneIsNot() throws Exception {
        String cookie = withSomethingInTheCart(4);
        assertThat(shop.json("/checkout", "", "Cookie", cookie).statusCode()).isEqualTo(201);
        assertThat(shop.truth().path("sales").path("duplicates").asInt()).isZero();
        assertThat(shop.json("/checkout", "", "Cookie", cookie).statusCode()).isEqualTo(201);
        assertThat(shop.truth().path("sales").path("duplicates").asInt()).isEqualTo(1);
        assertThat(shop.json("/cart", "{\"sku\":\"P-000009\"}", "Cookie", cookie).statusCode())
                .isEqualTo(201);
        assertThat(shop.json("/checkout", "", "Cookie", cookie).statusCode()).isEqualTo(201);

        JsonNode sales = shop.truth().path("sales");
        assertThat(sales.path("orders").asInt()).isEqualTo(3);
        assertThat(sales.path("duplicateOrders").asInt()).isEqualTo(1);
        assertThat(sales.path("duplicateCharges").asInt()).isEqualTo(1);
        assertThat(sales.path("chargesWithoutOrder").asInt()).isZero();
    }

    @Test
    void aClientsOwnReferenceNamesTheWish() throws Exception {
        String cookie = withSomethingInTheCart(5);
        for (String reference : List.of("wish-1", "wish-2", "wish-2")) {
            String body = "{\"reference\":\"" + reference + "\"}";
            assertThat(shop.json("/checkout", body, "Cookie", cookie).statusCode()).isEqualTo(201);
        }
        assertThat(shop.truth().path("sales").path("duplicates").asInt()).isEqualTo(1);
        assertThat(shop.json("/checkout", "{\"reference\":\" \"}", "Cookie", cookie).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aKeyMakesManyCheckoutsOne() throws Exception {
        String cookie = withSomethingInTheCart(6);
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tries.add(() ->
                    shop.json("/checkout", "", "Cookie", cookie, "Idempotency-Key", "k").body());
        }
        List<String> answers = new ArrayList<>();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : together.invokeAll(tries)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers)
                .containsOnly(answers.getFirst())
                .first()
                .asString()
                .startsWith("{\"id\":");
        assertThat(shop.truth().path("sales").path("orders").asInt()).isEqualTo(1);
        assertThat(shop.truth().path("sales").path("charges").asInt()).isEqualTo(1);
    }

    @Test
    void afterAPurgeEverythingMissesOnceAndReadsTheSame() throws Exception {
        List<String> pages =
                List.of(
                        "/",
                        "/search?q=walnut",
                        "/search?q=pan",
                        "/products/P-000001",
                        "/products/P-000600");
        Map<String, String> warm = new HashMap<>();
        for (String page : pages) {
            warm.put(page, shop.get(page).body());
        }
        assertThat(shop.truth().path("cache").path("misses").asInt()).isZero();
        assertThat(shop.truth().path("cache").path("hits").asInt()).isEqualTo(5);

        assertThat(shop.admin("DELETE", "/admin/cache").statusCode()).isEqualTo(204);

        for (String page : pages) {
            assertThat(shop.get(page).body()).isEqualTo(warm.get(page));
            assertThat(shop.get(page).body()).isEqualTo(warm.get(page));
        }
        JsonNode cache = shop.truth().path("cache");
        assertThat(cache.path("misses").asInt()).isEqualTo(5);
        assertThat(cache.path("hits").asInt()).isEqualTo(10);
        assertThat(cache.path("purges").asInt()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesIsServedAndCounted() throws Exception {
        try (RawClient leaves = new RawClient(shop.port())) {
            leaves.send(RawClient.get("/"));
        }
        try (RawClient stays = new RawClient(shop.port())) {
            assertThat(stays.send(RawClient.get("/")).answer().status()).isEqualTo(200);
        }
        JsonNode truth = shop.truth(seen -> seen.path("requests").path("served").asInt() == 2);

        assertThat(truth.path("zombies").path("requests").asInt()).isEqualTo(1);
        assertThat(truth.path("zombies").path("share").asDouble()).isEqualTo(0.5);
        assertThat(truth.path("endpoints").path("home").path("ok").asInt()).isEqualTo(2);
    }

    @Test
    void aProductPageGoesThroughTheChainAndADashboardToEveryPart() throws Exception {
        assertThat(shop.get("/products/P-000001").body())
                .contains("Often bought with it", "/products/P-000032", "/products/P-000128");
        assertThat(shop.get("/dashboard").body()).contains("Part 1", "Part 4");

        JsonNode truth = shop.truth();
        assertThat(truth.path("hops")).hasSize(3);
        for (JsonNode hop : truth.path("hops")) {
            assertThat(hop.path("requests").asInt()).isEqualTo(1);
        }
        assertThat(truth.path("dependencies").path("part-4").path("calls").asInt()).isEqualTo(1);
        assertThat(truth.path("dependencies").path("identity").path("calls").asInt()).isEqualTo(2);
    }

    @Test
    void aResetForgetsEverybody() throws Exception {
        String cookie = withSomethingInTheCart(8);
        shop.json("/checkout", "", "Cookie", cookie);
        shop.admin("DELETE", "/admin/cache");

        JsonNode reset = shop.reset();

        assertThat(reset.path("atRest").asBoolean()).isTrue();
        assertThat(reset.path("millis").asLong()).isLessThan(5_000);
        assertThat(shop.json("/checkout", "", "Cookie", cookie).statusCode()).isEqualTo(401);
        JsonNode truth = shop.truth();
        assertThat(truth.path("sales").path("orders").asInt()).isZero();
        assertThat(truth.path("sales").path("charges").asInt()).isZero();
        assertThat(truth.path("requests").path("served").asInt()).isEqualTo(1);
        shop.get("/search?q=oak");
        assertThat(shop.truth().path("cache").path("misses").asInt()).isZero();
        String again = withSomethingInTheCart(8);
        assertThat(shop.json("/checkout", "", "Cookie", again).body()).startsWith("{\"id\":1,");
    }

    @Test
    void theSideDoorSaysWhatItKnows() throws Exception {
        assertThat(shop.admin("GET", "/admin/health").body()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(shop.admin("GET", "/").statusCode()).isEqualTo(404);
        assertThat(shop.admin("GET", "/admin/reset").statusCode()).isEqualTo(404);
        assertThat(Announcement.json(shop.addresses()))
                .contains("\"storefront\":\"http://127.0.0.1:" + shop.port() + "\"");
        assertThat(Announcement.table(shop.addresses(), TestShop.settings()))
                .contains("storefront", "identity", "chain", "fan-out");
    }
}

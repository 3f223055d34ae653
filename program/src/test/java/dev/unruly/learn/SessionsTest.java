package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Known people, and what is made of them.
final class SessionsTest {

    private static final List<StatesFile.Named> SHOP =
            StatesFile.read(
                    "shop",
                    List.of(
                            "home: GET /",
                            "product: GET /products/{sku}",
                            "cart: POST /cart",
                            "cart-page: GET /cart",
                            "other: * /**"));

    @TempDir Path folder;

    @Test
    void aSessionEndsAfterHalfAnHourOfSilenceWhereThereIsNoValley() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.get("a", 0, "/").get("a", 1800, "/products/1").get("a", 3600.001, "/");
            Sessions sessions = evidence.sessions(SHOP);
            assertThat(sessions.valley().found()).isFalse();
            assertThat(Evidence.told(sessions)).containsExactly("home product", "home");
            assertThat(sessions.steps()).isEqualTo(3);
        }
    }

    @Test
    void theSameUrlWithinTenSecondsIsAFurtherTry() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.ask("a", "GET", 0, "/", 503, 2)
                    .ask("a", "GET", 12, "/", 499, 3)
                    .ask("a", "GET", 16, "/", 200, 1)
                    .ask("a", "GET", 27.001, "/", 200, 1)
                    .ask("a", "GET", 30, "/products/1", 200, 1)
                    .ask("a", "GET", 33, "/products/2", 200, 1)
                    .ask("b", "GET", 33, "/products/2", 200, 1);
            Sessions sessions = evidence.sessions(SHOP);
            assertThat(Evidence.told(sessions))
                    .containsExactly("home++ home product product", "product");
            Walk walk = walks(sessions).getFirst();
            Step first = walk.steps().getFirst();
            assertThat(first.tries())
                    .containsExactly(
                            new Step.Try(12, 503, 2, false), new Step.Try(4, 499, 3, true));
            assertThat(first.tookSeconds()).isEqualTo(17);
            assertThat(first.thinkSeconds()).isEqualTo(10.001, within(1e-6));
            assertThat(first.ending()).isEqualTo(Step.Ending.ANSWERED);
            assertThat(walk.steps().getLast().thinkSeconds()).isNaN();
        }
    }

    @Test
    void whatIsPostedIsNoTryOfWhatWasGot() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.ask("a", "GET", 0, "/cart", 200, -1)
                    .ask("a", "POST", 3, "/cart", 303, -1)
                    .ask("a", "GET", 3.2, "/cart", 200, -1)
                    .get("a", 20, "/");
            assertThat(Evidence.told(evidence.sessions(SHOP)))
                    .containsExactly("cart-page cart home");
        }
    }

    @Test
    void whatAPageNeedsIsNoStep() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.get("a", 0, "/")
                    .get("a", 0, "/style.css")
                    .get("a", 1, "/logo.PNG?v=3")
                    .ask("a", "OPTIONS", 2, "/cart", 204, -1)
                    .ask("a", "GET", 5, "/old", 301, -1)
                    .get("a", 5, "/products/7");
            assertThat(Evidence.told(evidence.sessions(SHOP))).containsExactly("home product");
        }
    }

    @Test
    void whatRegularlyFollowsAPageAtOnceWasFetchedWithIt() throws IOException {
        for (int people : new int[] {19, 20}) {
            try (var evidence = new Evidence(folder.resolve("of-" + people))) {
                for (int i = 0; i < people; i++) {
                    evidence.get("a" + i, 100 * i, "/").get("a" + i, 100 * i + 0.9, "/status");
                }
                assertThat(Evidence.told(evidence.sessions(SHOP)).getFirst())
                        .isEqualTo(people == 20 ? "home" : "home other");
            }
        }
    }

    @Test
    void requestsOfOneSecondStayInTheOrderOfTheirLines() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.get("a", 0, "/products/1")
                    .get("b", 0, "/")
                    .get("a", 0, "/")
                    .get("b", 0, "/cart");
            assertThat(Evidence.told(evidence.sessions(SHOP)))
                    .containsExactlyInAnyOrder("product home", "home cart-page");
        }
    }

    @Test
    void itemsAreNumberedByPopularity() throws IOException {
        try (var evidence = new Evidence(folder)) {
            evidence.get("a", 0, "/products/7")
                    .get("b", 0, "/products/8")
                    .get("c", 0, "/products/8")
                    .get("c", 50, "/");
            List<Integer> items = new ArrayList<>();
            evidence.sessions(SHOP)
                    .each(walk -> walk.steps().forEach(step -> items.add(step.item())));
            assertThat(items).containsExactlyInAnyOrder(1, 0, 0, -1);
        }
    }

    @Test
    void anItemsPictureIsToldByItsPatternAndAStylesheetByName() throws IOException {
        try (var evidence = new Evidence(folder)) {
            for (int i = 0; i < 40; i++) {
                String item = List.of("teapot", "cup", "bowl", "jar").get(i % 4);
                evidence.get("a" + i, 100 * i, "/products/" + item)
                        .get("a" + i, 100 * i + 1, "/shop.css")
                        .get("a" + i, 100 * i + 2, "/photos/" + item + ".jpg")
                        .get("a" + i, 100 * i + 61, "/late.css");
            }
            StateName product =
                    evidence.sessions(SHOP).states().stream()
                            .filter(state -> state.name().equals("product"))
                            .findFirst()
                            .orElseThrow();
            assertThat(product.subresources()).containsExactly("/shop.css");
            assertThat(product.brings())
                    .isEqualTo("a visit brings 2.00 requests: /photos/{id} 1.00, /shop.css 1.00");
        }
    }

    @Test
    void nothingMakesNoSessions() throws IOException {
        try (var evidence = new Evidence(folder)) {
            Sessions sessions = evidence.sessions();
            assertThat(Evidence.told(sessions)).isEmpty();
            assertThat(sessions.botShare()).isZero();
        }
    }

    @Test
    void pathsBeyondTheBoundAreKnownByTheirStructure() throws IOException {
        try (var evidence = new Evidence(folder, Rules.usual().withPages(100))) {
            for (int i = 0; i < 1_000; i++) {
                evidence.get("a" + i, 20 * i, "/products/p" + i);
            }
            Sessions sessions = evidence.sessions();
            assertThat(evidence.coder().beyond()).isEqualTo(900);
            assertThat(evidence.coder().pages()).hasSize(102);
            assertThat(sessions.states().getFirst().pattern()).isEqualTo("/products/{id}");
            assertThat(sessions.states().getFirst().visits()).isEqualTo(1_000);
            assertThat(sessions.report().toString()).contains("900 requests were for paths beyond");
        }
    }

    private static List<Walk> walks(Sessions sessions) {
        var walks = new ArrayList<Walk>();
        sessions.each(walks::add);
        return walks;
    }

    @Test
    void oneCallerWhoMayBeManyIsSaid() throws IOException {
        for (int hits : new int[] {999, 1_000}) {
            try (var evidence = new Evidence(folder.resolve("of-" + hits))) {
                for (int i = 0; i < hits; i++) {
                    evidence.get("proxy", 40L * i + (long) i * i % 37, "/products/" + i % 50);
                }
                String said = evidence.sessions(SHOP).report().toString();
                assertThat(said.contains("one caller makes")).as(said).isEqualTo(hits >= 1_000);
            }
        }
    }
}

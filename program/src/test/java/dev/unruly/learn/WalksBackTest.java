package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any people who walk come back as the same walks.
final class WalksBackTest {

    private record Asked(String address, double seconds, String url, int status) {}

    @TempDir Path folder;

    private static final List<StatesFile.Named> PLACES =
            StatesFile.read(
                    "places",
                    List.of(
                            "home: GET /",
                            "list: GET /list",
                            "product: GET /products/{sku}",
                            "help: GET /help",
                            "other: * /**"));

    @Test
    void toTheMillisecond() {
        check(1000, 3);
    }

    @Test
    void toTheSecond() {
        check(1, 4);
    }

    private void check(int perSecond, long seed) {
        var number = new AtomicInteger();
        Forall.check(
                25,
                seed,
                draw -> {
                    var asked = new ArrayList<Asked>();
                    var walkers = new ArrayList<String>();
                    int people = draw.between(1, 8);
                    for (int person = 0; person < people; person++) {
                        double at = draw.between(0, 20_000) / 1e3;
                        for (int visit = draw.between(1, 2); visit > 0; visit--) {
                            at = walk(draw, "p" + person, at, asked, walkers) + 5_400;
                        }
                    }
                    asked.sort(Comparator.comparingDouble(Asked::seconds));
                    String where = "case-" + perSecond + "-" + number.incrementAndGet();
                    try (var evidence = new Evidence(folder.resolve(where))) {
                        for (Asked one : asked) {
                            double at = Math.floor(one.seconds() * perSecond) / perSecond;
                            evidence.ask(one.address(), "GET", at, one.url(), one.status(), -1);
                        }
                        assertThat(Evidence.told(evidence.sessions(PLACES)))
                                .containsExactlyInAnyOrderElementsOf(walkers);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// One visit, at most ten requests; answers when it ended.
    private static double walk(
            Draw draw, String who, double from, List<Asked> asked, List<String> walkers) {
        var told = new StringBuilder();
        double at = from;
        for (int step = draw.between(1, 5); step > 0; step--) {
            int place = draw.between(0, 4);
            String url = List.of("/", "/list", "/products/1", "/products/2", "/help").get(place);
            boolean again = draw.coin();
            asked.add(new Asked(who, at, url, again ? 503 : 200));
            if (again) {
                at += draw.between(1_000, 8_900) / 1e3;
                asked.add(new Asked(who, at, url, 200));
            }
            told.append(told.isEmpty() ? "" : " ")
                    .append(List.of("home", "list", "product", "product", "help").get(place))
                    .append(again ? "+" : "");
            at += draw.between(11_100, 300_000) / 1e3;
        }
        walkers.add(told.toString());
        return at;
    }
}

package dev.unruly.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.shop.provider.Charges;
import dev.unruly.shop.store.Backroom;
import dev.unruly.shop.web.HostPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class SettingsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CommandLine commandLine() {
        return Shop.commandLine(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(new byte[0]))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    }

    private Settings settings(Map<String, String> environment, String... arguments) {
        CommandLine commandLine = commandLine();
        commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment));
        commandLine.parseArgs(arguments);
        Shop shop = commandLine.getCommand();
        return shop.settings();
    }

    @Test
    void theDefaultsAreWhatFrameworksShip() {
        Settings settings = settings(Map.of());

        assertThat(settings.serving().workers()).isEqualTo(200);
        assertThat(settings.serving().queue()).isEqualTo(1_500);
        assertThat(settings.database().connections()).isEqualTo(10);
        assertThat(settings.database().acquire()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.calls().retries()).isEqualTo(2);
        assertThat(settings.calls().delay()).isZero();
        assertThat(settings.calls().timeout()).isZero();
        assertThat(settings.idempotent()).isFalse();
        assertThat(settings.goods().products()).isGreaterThanOrEqualTo(20_000);
        assertThat(settings.chain().length()).isZero();
        assertThat(settings.fanOut().width()).isZero();
        assertThat(settings.used().database()).isEmpty();
    }

    @Test
    void optionsSayWhereTheStorefrontLooks() {
        Settings settings =
                settings(
                        Map.of(),
                        "--database=127.0.0.1:15432",
                        "--identity=http://127.0.0.1:19001,http://127.0.0.1:19002",
                        "--http-timeout=1.5s",
                        "--idempotency",
                        "--chain=3");

        assertThat(settings.used().database()).contains(new HostPort("127.0.0.1", 15_432));
        assertThat(settings.used().identity())
                .containsExactly(
                        URI.create("http://127.0.0.1:19001"), URI.create("http://127.0.0.1:19002"));
        assertThat(settings.calls().timeout()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(settings.idempotent()).isTrue();
        assertThat(settings.chain().length()).isEqualTo(3);
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheDefaults() {
        Map<String, String> environment =
                Map.of("UNRULY_SHOP_POOL", "20", "UNRULY_SHOP_ACQUIRE_TIMEOUT", "600ms");

        assertThat(settings(environment).database().connections()).isEqualTo(20);
        assertThat(settings(environment).database().acquire()).isEqualTo(Duration.ofMillis(600));
        assertThat(settings(environment, "--pool=30").database().connections()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "400ms, PT0.4S", "1.5s, PT1.5S", "2m, PT2M", "0.25ms, PT0.00025S"})
    void durationsAreReadAsPeopleWriteThem(String text, Duration duration) {
        assertThat(new DurationText().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "--pool=0, 1",
        "--pool=many, 2",
        "--acquire-timeout=100ms, 1",
        "--keep-alive=1h, 2",
        "--keep-alive=0, 1",
        "--database=5432, 2",
        "--identity=127.0.0.1:9001, 2",
        "--identity=https://127.0.0.1:9001, 2",
        "--chain=51, 1",
        "--miss-queries=4, 1",
        "--identity-sigma=-1, 1",
        "--worker=5, 3"
    })
    void aWrongOptionIsBadInputAndSaysSo(String option, int lines) {
        assertThat(commandLine().execute(option)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("shop: ").hasLineCount(lines);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void feedsFitTheShop(@TempDir Path folder) throws Exception {
        int exit = commandLine().execute("--feeds=" + folder, "--products=12", "--accounts=3");

        assertThat(exit).isZero();
        assertThat(Files.readAllLines(folder.resolve("skus.csv")))
                .hasSize(13)
                .startsWith("sku", "P-000001")
                .endsWith("P-000012");
        assertThat(Files.readAllLines(folder.resolve("terms.csv"))).hasSize(401).startsWith("term");
        assertThat(Files.readAllLines(folder.resolve("accounts.csv")))
                .containsExactly(
                        "user,password",
                        "shopper-1,secret-1",
                        "shopper-2,secret-2",
                        "shopper-3,secret-3");
    }

    @Test
    void chanceIsTheSameForTheSamePurpose() {
        Chance chance = new Chance(7);

        assertThat(chance.stream("a").nextLong()).isEqualTo(chance.stream("a").nextLong());
        assertThat(chance.stream("a").nextLong()).isNotEqualTo(chance.stream("b").nextLong());
        assertThat(chance.stream("a").nextLong())
                .isNotEqualTo(new Chance(8).stream("a").nextLong());
    }

    @Test
    void aDuplicateIsAnOrderOrChargeBeyondTheFirstOfAWish() {
        TruthReport.Sales sales =
                TruthReport.Sales.of(
                        List.of(
                                new Backroom.Order("a", 1),
                                new Backroom.Order("a", 2),
                                new Backroom.Order("b", 3)),
                        List.of(
                                new Charges.Charge(1, "a", 10),
                                new Charges.Charge(2, "a", 10),
                                new Charges.Charge(3, "b", 10),
                                new Charges.Charge(4, "b", 10),
                                new Charges.Charge(5, "b", 10),
                                new Charges.Charge(6, "c", 10)));

        assertThat(sales).isEqualTo(new TruthReport.Sales(3, 6, 1, 3, 3, 3));
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly learn`, from a log to files.
final class LearnCommandTest {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /// What nobody may find in what is written.
    static final List<String> SECRETS =
            List.of(
                    "198.51.100.",
                    "secret-host",
                    "alice",
                    "s3cr3t-token",
                    "bob@example.org",
                    "hunter2",
                    "Mozilla/5.0 (X11; Planted)",
                    "4711-0815");

    @TempDir private Path folder;
    private Path log;

    /// A command's exit code and words.
    record Said(int code, String out, String err) {}

    static Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    @BeforeEach
    void lay() throws IOException {
        log = folder.resolve("access.log");
        Files.write(log, lines(1_500));
    }

    /// Sessions of people who look at items, with secrets wherever a log has room for them.
    private static List<String> lines(int sessions) {
        var chance = new SplittableRandom(11);
        record At(long second, String line) {}
        var all = new ArrayList<At>();
        long begin = Instant.parse("2026-03-02T08:00:00Z").getEpochSecond();
        for (int i = 0; i < sessions; i++) {
            long at = begin + chance.nextInt(36 * 3_600);
            String who = "198.51.100." + chance.nextInt(250);
            String user = chance.nextInt(10) == 0 ? "alice" : "-";
            String page = "/";
            for (int step = 0; step < 12; step++) {
                String url =
                        page
                                + (chance.nextInt(3) == 0
                                        ? "?token=s3cr3t-token&mail=bob@example.org"
                                        : "");
                all.add(
                        new At(
                                at,
                                "%s - %s [%s] \"GET %s HTTP/1.1\" 200 512 \"https://secret-host/%s\" \"Mozilla/5.0 (X11; Planted)\""
                                        .formatted(
                                                who,
                                                user,
                                                TIME.format(Instant.ofEpochSecond(at)),
                                                url,
                                                "search?q=hunter2")));
                if (chance.nextInt(10) < 4) {
                    break;
                }
                at += 5 + chance.nextInt(60);
                page =
                        chance.nextBoolean()
                                ? "/products/4711-0815" + chance.nextInt(300)
                                : "/search";
            }
        }
        all.sort((a, b) -> Long.compare(a.second(), b.second()));
        return all.stream().map(At::line).toList();
    }

    @Test
    void aLogBecomesFilesThatCanBePlayedAndNoSecretLeaves() throws IOException {
        Said learned = run("learn", log.toString(), "-o", folder.resolve("out/shop").toString());
        assertThat(learned.err() + learned.out()).contains("shop.population.yaml");
        assertThat(learned.code()).isZero();
        Path out = folder.resolve("out");
        var names = new ArrayList<String>();
        try (var files = Files.list(out)) {
            for (Path file : files.toList()) {
                names.add(String.valueOf(file.getFileName()));
                String text = Files.readString(file);
                SECRETS.forEach(
                        secret -> assertThat(text).as(file.toString()).doesNotContain(secret));
            }
        }
        SECRETS.forEach(secret -> assertThat(learned.out() + learned.err()).doesNotContain(secret));
        assertThat(names)
                .contains(
                        "shop.population.yaml",
                        "shop.experiment.yaml",
                        "shop.states",
                        "shop.fidelity.html");
        Path experiment = out.resolve("shop.experiment.yaml");
        Said checked = run("check", experiment.toString());
        assertThat(checked.code()).as(checked.err()).isZero();
        // The other way in which they may come, once its line is no comment any more.
        Files.writeString(
                experiment,
                Files.readString(experiment)
                        .replaceAll("(?m)^  - (daily|poisson|self-exciting):.*$", "")
                        .replace("  # - replay-counts:", "  - replay-counts:"));
        Said replayed = run("check", experiment.toString());
        assertThat(replayed.code()).as(replayed.err()).isZero();
        Matcher sessions = Pattern.compile("(\\d+) sessions of").matcher(learned.out());
        assertThat(sessions.find()).isTrue();
        assertThat(
                        Files.readAllLines(out.resolve("shop.arrivals.csv")).stream()
                                .skip(1)
                                .mapToLong(
                                        row -> Long.parseLong(row.substring(row.indexOf(',') + 1)))
                                .sum())
                .isEqualTo(Long.parseLong(sessions.group(1)));
    }

    @Test
    void thePeopleOfALogAreAlikeThemselvesAndNotOthers() throws IOException {
        Path others = folder.resolve("others.log");
        Files.write(
                others,
                lines(3_000).stream()
                        .map(line -> line.replace("GET /search", "GET /products/47110815"))
                        .toList());
        Said same = run("alike", log.toString(), log.toString());
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("0 of ").doesNotContain("NOT ALIKE");
        Said apart = run("alike", log.toString(), others.toString());
        assertThat(apart.code()).as(apart.err()).isEqualTo(1);
        assertThat(apart.out()).containsPattern("transitions.*NOT ALIKE");
        Path few = Files.write(folder.resolve("few.log"), lines(5));
        Said tooFew = run("alike", few.toString(), log.toString());
        assertThat(tooFew.code()).isEqualTo(2);
        assertThat(tooFew.err()).contains("20 are needed to compare anything");
        assertThat(run("alike", folder.resolve("none.log").toString(), few.toString()).code())
                .isEqualTo(2);
    }

    /// Ids leave the evidence for the states that the user names, and for these alone.
    @Test
    void itemsLeaveOnlyWhereTheUserSaysSo() throws IOException {
        Path states = folder.resolve("my.states");
        Files.writeString(
                states, "home: GET /\nproduct: GET /products/{sku}\nsearch: GET /search\n");
        String name = folder.resolve("out/shop").toString();

        Said unknown =
                run(
                        "learn",
                        log.toString(),
                        "-o",
                        name,
                        "--states",
                        states.toString(),
                        "--items",
                        "produkt");
        Said without =
                run(
                        "learn",
                        log.toString(),
                        "-o",
                        name,
                        "--states",
                        states.toString(),
                        "--items",
                        "home");
        Said learned =
                run(
                        "learn",
                        log.toString(),
                        "-o",
                        name,
                        "--states",
                        states.toString(),
                        "--items",
                        "product");

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("--items produkt is no state; there are home, product, search");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err())
                .contains("the path of state home, /, has not exactly one place in braces");
        assertThat(learned.code()).as(learned.err()).isZero();
        List<String> items = Files.readAllLines(folder.resolve("out/shop.product-items.csv"));
        assertThat(items).hasSizeBetween(200, 301).contains("4711-081517");
        try (var files = Files.list(folder.resolve("out"))) {
            for (Path file : files.filter(f -> !f.endsWith("shop.product-items.csv")).toList()) {
                String text = Files.readString(file);
                SECRETS.forEach(
                        secret -> assertThat(text).as(file.toString()).doesNotContain(secret));
            }
        }
        String text = String.join("\n", items);
        SECRETS.stream()
                .filter(secret -> !secret.equals("4711-0815"))
                .forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    @Test
    void addressesGiveRegionsAndNoneIsWrittenDown() throws IOException {
        Path map = folder.resolve("regions.csv");
        Files.writeString(
                map, "range,region\n198.51.100.0/25,Europe/Berlin\n198.51.100.128/25,tokyo\n");

        Said learned =
                run(
                        "learn",
                        log.toString(),
                        "-o",
                        folder.resolve("out/shop").toString(),
                        "--addresses",
                        map.toString());

        assertThat(learned.code()).as(learned.err()).isZero();
        String population = Files.readString(folder.resolve("out/shop.population.yaml"));
        assertThat(population)
                .contains("Europe-Berlin:", "tokyo:", "time-zone: Europe/Berlin")
                .doesNotContain("198.51.100.");
        Files.writeString(map, "198.51.100.0/25\n");
        assertThat(
                        run(
                                        "learn",
                                        log.toString(),
                                        "-o",
                                        folder.resolve("b").toString(),
                                        "--addresses",
                                        map.toString())
                                .err())
                .contains("regions.csv:1: `198.51.100.0/25` is not two fields; write a range and");
    }

    @Test
    void whatIsThereIsNotOverwrittenUnlessAsked() throws IOException {
        String name = folder.resolve("shop").toString();
        Path states = Files.writeString(folder.resolve("shop.states"), "mine");
        Said refused = run("learn", log.toString(), "-o", name);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("shop.states is there already; --force overwrites it");
        assertThat(states).hasContent("mine");
        assertThat(folder.resolve("shop.population.yaml")).doesNotExist();
        assertThat(run("learn", log.toString(), "-o", name, "--force").code()).isZero();
    }

    @Test
    void theSameEvidenceGivesTheSame() throws IOException {
        Files.write(log, lines(400));
        var seen = new ArrayList<String>();
        for (String name : List.of("one/shop", "two/shop")) {
            Said said = run("learn", log.toString(), "-o", folder.resolve(name).toString());
            assertThat(said.code()).as(said.err()).isZero();
            seen.add(said.out().replace(folder.resolve(name).toString(), "shop"));
            seen.add(Files.readString(folder.resolve(name + ".population.yaml")));
        }
        assertThat(seen.subList(2, 4)).isEqualTo(seen.subList(0, 2));
    }
}

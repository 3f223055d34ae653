package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Feed;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written of people is read again as it was.
final class PopulationTextTest {

    @TempDir private Path folder;

    @Test
    void everyKeyComesBack() {
        Population written =
                Bench.value(
                                Scripts.experiment(
                                        Path.of(
                                                "src/test/resources/dev/unruly/script/everything/everything.experiment.yaml")))
                        .population();
        Map<String, String> files = laid(written);
        assertThat(again(PopulationText.lines(written, List.of(), Map.of(), files)))
                .isEqualTo(written);
    }

    @Test
    void thePopulationOfTheDesignComesBack() {
        var bench = new Bench(folder);
        Population written =
                Bench.value(Scripts.population(bench.folder().resolve(Bench.POPULATION)));
        Map<String, String> files =
                Map.of("terms", "terms.csv", "skus", "skus.csv", "accounts", "accounts.csv");
        assertThat(again(PopulationText.lines(written, List.of(), Map.of(), files)))
                .isEqualTo(written);
    }

    @Test
    void anyLearnablePopulationComesBack() {
        Forall.check(
                200,
                4,
                draw -> {
                    Population written = population(draw);
                    List<String> lines =
                            PopulationText.lines(written, List.of(), Map.of(), Map.of());
                    assertThat(again(lines)).isEqualTo(written);
                });
    }

    @Test
    void aRemarkStandsBehindItsLineAndCannotLeaveIt() {
        Forall.check(
                20,
                6,
                draw -> {
                    Population crowd = population(draw);
                    List<String> lines =
                            PopulationText.lines(
                                    crowd,
                                    List.of("first\nregions: {}"),
                                    Map.of("regions/here/share", "learned\u001b[31m\u2028evil: 1"),
                                    Map.of());
                    assertThat(lines.getFirst()).isEqualTo("# first regions: {}");
                    assertThat(lines)
                            .anyMatch(line -> line.contains("share: 100%  # learned [31m evil: 1"));
                    assertThat(again(lines)).isEqualTo(crowd);
                });
    }

    private Map<String, String> laid(Population written) {
        for (Feed feed : written.feeds()) {
            lay(feed);
        }
        if (written.signIn() instanceof SignIn.ByCall byCall
                && !written.feeds().contains(byCall.accounts())) {
            lay(byCall.accounts());
        }
        var files = new HashMap<String, String>();
        written.feeds().forEach(feed -> files.put(feed.name(), feed.name() + ".csv"));
        return files;
    }

    private void lay(Feed feed) {
        var lines = new ArrayList<String>();
        lines.add(String.join(",", feed.columns()));
        feed.rows()
                .forEach(row ->
                        lines.add(
                                row.stream()
                                        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                                        .collect(Collectors.joining(","))));
        try {
            Files.write(folder.resolve(feed.name() + ".csv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Population again(List<String> lines) {
        Path file = folder.resolve("again.population.yaml");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bench.value(Scripts.population(file));
    }

    private static Population population(Draw draw) {
        int states = draw.between(1, 6);
        var all = new ArrayList<Journey.State>();
        for (int i = 0; i < states; i++) {
            int other = i + 1 < states ? i + 1 : Journey.LEAVE;
            List<Share> shares = shares(draw);
            List<Journey.Edge> next =
                    other == Journey.LEAVE
                            ? List.of(new Journey.Edge(other, Share.ALL, Guard.ALWAYS))
                            : List.of(
                                    new Journey.Edge(other, shares.get(0), Guard.ALWAYS),
                                    new Journey.Edge(Journey.LEAVE, shares.get(1), Guard.ALWAYS));
            all.add(
                    new Journey.State(
                            "state-" + i,
                            new Call(
                                    draw.oneOf("GET", "POST", "DELETE"),
                                    new Template(
                                            List.of(
                                                    new Template.Literal("/a%22/"),
                                                    new Template.FeedColumn("items", "item"))),
                                    List.of(),
                                    new Call.Body.None(),
                                    List.of(),
                                    List.of()),
                            draw.coin() ? List.of() : List.of(Template.literal("/style.css")),
                            next,
                            distribution(draw),
                            false,
                            1,
                            false,
                            false,
                            List.of()));
        }
        List<Share> begin = shares(draw);
        List<Journey.Start> starts =
                states == 1
                        ? List.of(new Journey.Start(0, Share.ALL))
                        : List.of(
                                new Journey.Start(0, begin.get(0)),
                                new Journey.Start(states - 1, begin.get(1)));
        List<Share> reacts = shares(draw);
        var persona =
                new Persona(
                        "browser",
                        Share.ALL,
                        "browser",
                        ClientReader.defaults(Client.Kind.BROWSER),
                        distribution(draw),
                        new Reactions(
                                List.of(
                                        new Reactions.Choice(new Reaction.Refresh(), reacts.get(0)),
                                        new Reactions.Choice(new Reaction.Leave(), reacts.get(1)))),
                        new Reactions(
                                List.of(
                                        new Reactions.Choice(
                                                new Reaction.Later(distribution(draw)),
                                                reacts.get(0)),
                                        new Reactions.Choice(new Reaction.Leave(), reacts.get(1)))),
                        distribution(draw),
                        draw.between(1, 9),
                        1);
        String nasty = draw.oneOf("1", "a b", "\"", "\\", "#", "${x}", "é", "\u001b[31m", "<b>");
        return new Population(
                List.of(new Region("here", Share.ALL, ZoneOffset.UTC, 0, LastMile.NONE, 0)),
                List.of(persona),
                List.of(new Journey("browser", starts, distribution(draw), all)),
                List.of(
                        new Feed(
                                "items",
                                List.of("item"),
                                List.of(List.of(nasty), List.of("2")),
                                new Feed.Order.Zipf(draw.between(0, 300) / 100.0))),
                new SignIn.None(),
                new ClientAddress.Untold());
    }

    private static List<Share> shares(Draw draw) {
        int part = draw.between(1, 9_999);
        return List.of(new Share(part / 1e4), new Share((10_000 - part) / 1e4));
    }

    private static Distribution distribution(Draw draw) {
        double scale = draw.between(1, 1_000_000) / 1e3;
        double shape = draw.between(10, 4_000) / 1e3;
        return switch (draw.between(0, 7)) {
            case 0 -> new Distribution.Constant(scale);
            case 1 -> new Distribution.Exponential(scale);
            case 2 -> new Distribution.Weibull(shape, scale);
            case 3 -> new Distribution.LogLogistic(shape, scale);
            case 4 -> new Distribution.Lognormal(scale, shape);
            case 5 -> new Distribution.Gamma(shape, scale);
            case 6 -> new Distribution.Capped(new Distribution.Pareto(shape, scale), 2_000);
            default ->
                    Empirical.of(
                            new double[] {0, 0.025, 0.5, 1},
                            new double[] {0, scale, scale + 1, scale + 1});
        };
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.learn.Figure;
import dev.unruly.learn.Learned;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.LearnedPatience;
import dev.unruly.learn.Learning;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Settings;
import dev.unruly.learn.StateName;
import dev.unruly.learn.Success;
import dev.unruly.learn.Walk;
import dev.unruly.model.Arrival;
import dev.unruly.model.Population;
import dev.unruly.script.PopulationText;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was learned is portrayed, played in virtual time, and learned again.
final class RoundTripTest {

    private static final List<StateName> STATES =
            List.of(
                    new StateName("home", "GET", "/", 10, List.of("/style.css")),
                    new StateName("leave", "GET", "/products/{sku}", 10, List.of()),
                    new StateName("a b\u001b[31m<b>", "POST", "/cart #${x}", 10, List.of()),
                    new StateName("other", "PROPFIND", "/**", 10, List.of()));

    @TempDir private Path folder;

    @Test
    void whatWasKnownComesBackWithinItsIntervals() {
        Forall.check(
                3,
                9,
                draw -> {
                    Learned known = known(draw);
                    Portrait portrait = portrait(known);
                    List<Walk> played =
                            FidelityPlay.walks(portrait, List.of(), 0, 6 * 3_600_000L, 5);
                    Learned again =
                            Learning.from(
                                    played::forEach, Settings.of(0.001, 1_800), Success.unknown());
                    assertThat(again.sessions()).isGreaterThan(2_000);
                    var before = (LearnedArrivals.Known) known.arrivals();
                    var after = (LearnedArrivals.Known) again.arrivals();
                    assertThat(before.perSecond().value())
                            .isCloseTo(
                                    after.perSecond().value(),
                                    within(
                                            1.5
                                                    * (after.perSecond().high()
                                                            - after.perSecond().low())));
                    double before0 = known.personas().getFirst().think().median().value();
                    double after0 = again.personas().getFirst().think().median().value();
                    assertThat(after0).isCloseTo(before0, within(0.1 * before0));
                });
    }

    @Test
    void whoBringsOthersIsPlayedAndComesBack() {
        Forall.check(
                1,
                4,
                draw -> {
                    double branching = draw.between(30, 60) / 100.0;
                    double halfLife = draw.between(2, 6);
                    var hawkes =
                            new LearnedArrivals.Excitement.Hawkes(
                                    learned(branching), learned(halfLife), 100, 0.5);
                    Portrait portrait = portrait(known(draw, hawkes));
                    assertThat(portrait.arrivals().getFirst())
                            .isInstanceOfSatisfying(
                                    Arrival.SelfExciting.class,
                                    a -> assertThat(a.branching()).isEqualTo(branching));
                    List<Walk> played =
                            FidelityPlay.walks(portrait, List.of(), 0, 3 * 3_600_000L, 5);
                    Learned again =
                            Learning.from(
                                    played::forEach, Settings.of(0.001, 1_800), Success.unknown());
                    var found =
                            (LearnedArrivals.Excitement.Hawkes)
                                    ((LearnedArrivals.Known) again.arrivals()).excitement();
                    assertThat(found.branching().value())
                            .isCloseTo(branching, within(1.5 * width(found.branching())));
                    assertThat(found.halfLifeSeconds().value())
                            .isCloseTo(halfLife, within(1.5 * width(found.halfLifeSeconds())));
                });
    }

    private static double width(Figure figure) {
        return (figure.high() - figure.low()) / 2;
    }

    @Test
    void anyPortraitIsAFileThatReadsBack() {
        Forall.check(
                50,
                10,
                draw -> {
                    Portrait portrait = portrait(known(draw));
                    List<String> lines =
                            PopulationText.lines(
                                    portrait.population(),
                                    List.of("a header"),
                                    portrait.remarks(),
                                    Map.of());
                    assertThat(again(lines)).isEqualTo(portrait.population());
                    assertThat(lines).noneMatch(line -> line.indexOf('\u001b') >= 0);
                    assertThat(portrait.endpoints())
                            .hasSize(
                                    portrait.population().journeys().stream()
                                            .mapToInt(j -> j.states().size())
                                            .sum());
                });
    }

    private Population again(List<String> lines) {
        Path file = folder.resolve("again.population.yaml");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return switch (Scripts.population(file)) {
            case Read.Fine<Population> fine -> fine.value();
            case Read.Broken<Population> broken ->
                    throw new AssertionError(broken.problems().toString() + "\n" + lines);
        };
    }

    private static Portrait portrait(Learned known) {
        return Portrait.of(known, STATES, List.of(), Map.of());
    }

    private static Learned known(Draw draw) {
        return known(draw, new LearnedArrivals.Excitement.None("none"));
    }

    private static Learned known(Draw draw, LearnedArrivals.Excitement excitement) {
        int size = STATES.size();
        Learned.ThinkTime think = think(draw.between(2, 40));
        var nodes = new ArrayList<Learned.Node>();
        for (int i = 0; i < size; i++) {
            var ways = new ArrayList<Learned.Way>();
            double leaves = draw.between(15, 60) / 100.0;
            ways.add(new Learned.Way(Learned.LEAVE, 100, learned(leaves)));
            int to = draw.between(0, size - 1);
            ways.add(new Learned.Way(to, 100, learned((1 - leaves) * 0.75)));
            ways.add(new Learned.Way((to + 1) % size, 100, learned((1 - leaves) * 0.25)));
            nodes.add(new Learned.Node(i, Learned.ANYWHERE, 1_000, ways, think));
        }
        var starts =
                List.of(
                        new Learned.Way(0, 700, learned(0.7)),
                        new Learned.Way(draw.between(1, size - 1), 300, learned(0.3)));
        var kind =
                new Learned.Kind(
                        "browser",
                        learned(1),
                        starts,
                        nodes,
                        new Learned.SessionLength(learned(3), 2, 6, 40),
                        think,
                        Figure.prior(0));
        var arrivals =
                new LearnedArrivals.Known(
                        learned(draw.between(20, 50) / 100.0),
                        0,
                        3_600_000,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        excitement,
                        0,
                        0);
        var reacts =
                new Learned.Reacts(
                        100,
                        learned(0.5),
                        learned(0.1),
                        learned(0.3),
                        learned(0.1),
                        learned(2),
                        think);
        return new Learned(
                1_000,
                3_000,
                List.of(kind),
                List.of(new Learned.Items(1, 50, 1_000, learned(0.9), List.of())),
                List.of(),
                arrivals,
                new LearnedPatience.NotSeen(
                        new Distribution.Weibull(2.2, 4.07), List.of(), Figure.prior(0), "none"),
                reacts,
                reacts,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Figure learned(double value) {
        return Figure.learned(value, 0.9 * value, 1.1 * value, 1_000);
    }

    private static Learned.ThinkTime think(double scale) {
        return new Learned.ThinkTime(
                new Distribution.LogLogistic(2.5, scale),
                Learned.Basis.FAMILY,
                List.of(
                        new Learned.Parameter("shape", learned(2.5)),
                        new Learned.Parameter("scale", learned(scale))),
                learned(scale),
                0.02,
                1_000);
    }
}

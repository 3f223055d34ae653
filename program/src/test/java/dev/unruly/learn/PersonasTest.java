package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Distribution.LogLogistic;
import dev.unruly.learn.Learned.Basis;
import dev.unruly.learn.Learned.Node;
import dev.unruly.learn.Learned.Way;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PersonasTest {

    private static final Settings SETTINGS = Settings.of(0.001, 1_800);
    private static final Distribution SLOW = new LogLogistic(2, 50);

    /// Home, list, product, basket, paid.
    private static final Simulated.Kind BROWSER =
            new Simulated.Kind(
                    new double[][] {
                        {0.7, 0.2, 0.1, 0, 0, 0},
                        {0.1, 0.6, 0.1, 0, 0, 0.2},
                        {0.1, 0.2, 0.5, 0, 0, 0.2},
                        {0.1, 0.4, 0.2, 0.01, 0, 0.29},
                        {0.2, 0.2, 0.2, 0, 0, 0.4},
                        {0, 0, 0, 0, 0, 1},
                    },
                    SLOW);

    private static final Simulated.Kind BUYER =
            new Simulated.Kind(
                    new double[][] {
                        {0.2, 0.1, 0.7, 0, 0, 0},
                        {0, 0.2, 0.7, 0, 0, 0.1},
                        {0, 0.1, 0.8, 0, 0, 0.1},
                        {0, 0, 0.2, 0.7, 0, 0.1},
                        {0, 0, 0.1, 0, 0.8, 0.1},
                        {0, 0, 0, 0, 0, 1},
                    },
                    SLOW);

    private static final Simulated.Kind HURRIED =
            new Simulated.Kind(BROWSER.shares(), new LogLogistic(2, 5));

    @Test
    void oneKindIsOne() {
        for (int seed = 0; seed < 10; seed++) {
            assertThat(kinds(new Simulated(seed).add(BROWSER, 2_000))).hasSize(1);
        }
    }

    @Tag("nightly")
    @Test
    void twoKindsAreFoundWithTheirShares() {
        int held = 0;
        int ways = 0;
        for (int seed = 0; seed < 25; seed++) {
            var kinds = kinds(new Simulated(100 + seed).add(BROWSER, 1_600).add(BUYER, 400));
            assertThat(kinds).extracting(Learned.Kind::name).containsExactly("browser", "buyer");
            Figure share = kinds.get(1).share();
            assertThat(share.value()).isCloseTo(0.2, within(0.05));
            held += share.low() <= 0.2 && 0.2 <= share.high() ? 1 : 0;
            Figure buys = way(kinds.get(1), 2, 3).share();
            ways += buys.low() <= 0.7 && 0.7 <= buys.high() ? 1 : 0;
        }
        assertThat(held).isGreaterThanOrEqualTo(22);
        assertThat(ways).isGreaterThanOrEqualTo(21);
    }

    @Test
    void threeKindsAreFoundOfWhichOneIsOnlyQuicker() {
        var all = new Simulated(7).add(BROWSER, 1_500).add(BUYER, 600).add(HURRIED, 900);
        var kinds = kinds(all);
        assertThat(kinds)
                .extracting(Learned.Kind::name)
                .containsExactlyInAnyOrder("browser", "buyer", "hurried");
        for (Learned.Kind kind : kinds) {
            double due = kind.name().equals("hurried") ? 5 : 50;
            assertThat(kind.think().median().value()).isCloseTo(due, within(0.12 * due));
        }
    }

    @Test
    void theSameSessionsGiveTheSameKinds() {
        var all = new Simulated(8).add(BROWSER, 800).add(BUYER, 300);
        assertThat(kinds(all)).isEqualTo(kinds(all));
    }

    @Test
    void aSessionOrTwoAreOneKindAndNobodyIsNone() {
        assertThat(kinds(new Simulated(1))).isEmpty();
        for (int count = 1; count <= 2; count++) {
            var kinds = kinds(new Simulated(1).add(BROWSER, count));
            assertThat(kinds).hasSize(1);
            assertThat(kinds.getFirst().think().basis()).isEqualTo(Basis.PRIOR);
            assertThat(kinds.getFirst().share().value()).isEqualTo(1);
        }
        assertThat(kinds(new Simulated(1).add(HURRIED, Personas.LEAST_SESSIONS - 1))).hasSize(1);
    }

    /// Shares of a chain of first order come back inside their intervals, and no state is split.
    @Test
    void aChainOfFirstOrderStaysOne() {
        int held = 0;
        long split = 0;
        for (int seed = 0; seed < 100; seed++) {
            var navigation = new Navigation(5);
            new Simulated(200 + seed)
                    .add(BROWSER, 1_000)
                    .list()
                    .forEach(walk -> navigation.add(walk, 1, 1));
            List<Node> nodes = navigation.nodes(_ -> ThinkTimes.PRIOR);
            split += nodes.stream().filter(n -> n.cameFrom() != Learned.ANYWHERE).count();
            Node list = nodes.get(1);
            Figure share =
                    list.ways().stream().filter(w -> w.to() == 2).findFirst().orElseThrow().share();
            held += share.low() <= 0.5 && 0.5 <= share.high() ? 1 : 0;
        }
        assertThat(split).isLessThanOrEqualTo(2);
        assertThat(held).isBetween(88, 100);
    }

    /// Who came to state 1 from 0 goes on to 2, who came from 3 goes on to 4.
    @Test
    void aStateIsSplitWhereItMattersAndWasSeenOftenEnough() {
        Navigation enough = remembering(Navigation.LEAST_TO_SPLIT, 500);
        List<Node> nodes = enough.nodes(_ -> ThinkTimes.PRIOR);
        List<Node> split = nodes.stream().filter(n -> n.cameFrom() != Learned.ANYWHERE).toList();
        assertThat(split).hasSize(1);
        assertThat(split.getFirst().state()).isEqualTo(1);
        assertThat(split.getFirst().visits()).isIn(50L, 500L);
        for (Node node : nodes) {
            double sum = node.ways().stream().mapToDouble(w -> w.share().value()).sum();
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
        int splitAt = nodes.indexOf(split.getFirst());
        Node from = nodes.get(split.getFirst().cameFrom());
        assertThat(from.ways()).extracting(Way::to).contains(splitAt);
        Navigation few = remembering(Navigation.LEAST_TO_SPLIT - 1, 500);
        assertThat(few.nodes(_ -> ThinkTimes.PRIOR)).allMatch(n -> n.cameFrom() == -1);
    }

    private static Navigation remembering(int some, int many) {
        var navigation = new Navigation(5);
        for (int i = 0; i < some; i++) {
            navigation.add(walk(0, 1, 2), 1, 1);
        }
        for (int i = 0; i < many; i++) {
            navigation.add(walk(3, 1, 4), 1, 1);
        }
        return navigation;
    }

    private static Walk walk(int... states) {
        return new Walk(
                -1,
                0,
                Arrays.stream(states)
                        .mapToObj(s ->
                                new Step(
                                        s,
                                        -1,
                                        0,
                                        Double.NaN,
                                        Double.NaN,
                                        Step.Ending.ANSWERED,
                                        List.of()))
                        .toList());
    }

    private static Way way(Learned.Kind kind, int from, int to) {
        Node node =
                kind.nodes().stream()
                        .filter(n -> n.state() == from && n.cameFrom() == Learned.ANYWHERE)
                        .findFirst()
                        .orElseThrow();
        return node.ways().stream()
                .filter(w -> w.to() >= 0 && kind.nodes().get(w.to()).state() == to)
                .findFirst()
                .orElseThrow();
    }

    private static List<Learned.Kind> kinds(Simulated people) {
        return new Personas(people.walks(), SETTINGS, Set.of(4)).kinds();
    }
}

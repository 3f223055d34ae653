package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.chance.Zipf;
import dev.unruly.learn.Learned.Basis;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedPatience.Inferred;
import dev.unruly.learn.LearnedPatience.NotSeen;
import dev.unruly.learn.LearnedPatience.Seen;
import dev.unruly.learn.Step.Ending;
import dev.unruly.learn.Step.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LearningTest {

    private static final Draws DRAWS = new Seed(4).stream("learning");
    private static final Settings SETTINGS = Settings.of(0.001, 1_800);
    private static final long MONDAY = 1_717_372_800_000L;

    @Test
    void nobodyIsRefusedWithoutAComplaint() {
        Learned learned = Learning.from(_ -> {}, SETTINGS, Success.unknown());
        assertThat(learned.sessions()).isZero();
        assertThat(learned.personas()).isEmpty();
        assertThat(learned.arrivals()).isInstanceOf(LearnedArrivals.Refused.class);
        assertThat(learned.patience()).isInstanceOf(NotSeen.class);
        assertThat(learned.warnings()).singleElement().asString().startsWith("only 0 sessions");
    }

    @Test
    void patienceComesBackFromGivenUpWaits() {
        int[] held = new int[2];
        for (int run = 0; run < 100; run++) {
            var patience = new PatienceOf();
            for (int i = 0; i < 400; i++) {
                double patient = new Distribution.Weibull(2.2, 4).quantile(uniform(run, i, 0));
                double answer = 4 * uniform(run, i, 1);
                boolean left = patient < answer;
                Ending ending = left ? Ending.LEFT_EARLY : Ending.ANSWERED;
                patience.add(walk(step(0, Math.min(patient, answer), ending)));
            }
            Seen seen = (Seen) patience.learned();
            held[0] += holds(seen.shape(), 2.2) ? 1 : 0;
            held[1] += holds(seen.scaleSeconds(), 4) ? 1 : 0;
            assertThat(seen.left() + seen.answered()).isEqualTo(400);
            for (var point : seen.curve()) {
                double due = 1 - new Distribution.Weibull(2.2, 4).cdf(point.seconds());
                assertThat(point.share().value()).isCloseTo(due, within(0.15));
            }
        }
        assertThat(held[0]).isBetween(88, 100);
        assertThat(held[1]).isBetween(88, 100);
    }

    /// Gave up after 2 to 3 s, asked again and was answered after 1 s: two waits.
    @Test
    void eachTryIsAWaitOfItsOwn() {
        var patience = new PatienceOf();
        for (int i = 0; i < 50; i++) {
            double wait = 2 + uniform(4, i, 0);
            Try again = new Try(wait + 0.5, 0, wait, true);
            Ending ending = Ending.ANSWERED;
            patience.add(walk(new Step(0, -1, 0, Double.NaN, wait + 1.5, ending, List.of(again))));
        }
        Seen seen = (Seen) patience.learned();
        assertThat(seen.left()).isEqualTo(50);
        assertThat(seen.answered()).isEqualTo(50);
        assertThat(seen.scaleSeconds().value()).isBetween(2.3, 3.0);
    }

    @Test
    void patienceIsAPriorWhereHardlyAnybodyLeft() {
        for (int left : new int[] {0, PatienceOf.LEAST_LEFT - 1, PatienceOf.LEAST_LEFT}) {
            var patience = new PatienceOf();
            for (int i = 0; i < 500; i++) {
                Ending ending = i < left ? Ending.LEFT_EARLY : Ending.ANSWERED;
                patience.add(walk(step(0, 1 + uniform(1, i, 0), ending)));
            }
            boolean seen = patience.learned() instanceof Seen;
            assertThat(seen).isEqualTo(left >= PatienceOf.LEAST_LEFT);
        }
        var noTimes = new PatienceOf();
        noTimes.add(walk(step(0, Double.NaN, Ending.ANSWERED)));
        NotSeen prior = (NotSeen) noTimes.learned();
        assertThat(prior.distribution()).isEqualTo(PatienceOf.PRIOR);
        assertThat(prior.stops()).isEmpty();
        assertThat(prior.moreStopsAfterSlow().learned()).isFalse();
    }

    /// Without such a code sessions that end after slow answers tell it, page by page.
    @Test
    void patienceIsInferredFromSessionsThatEndAfterSlowAnswers() {
        int held = 0;
        for (int run = 0; run < 40; run++) {
            var patience = new PatienceOf();
            for (int i = 0; i < 3_000; i++) {
                int state = i % 2;
                double took = (state == 0 ? 2 : 6) * uniform(2_000 + run, i, 0);
                double waits = 4 * Math.pow(-Math.log(uniform(2_000 + run, i, 1)), 1 / 2.2);
                boolean stops = uniform(2_000 + run, i, 2) < (state == 0 ? 0.4 : 0.1);
                patience.add(ended(state, took, stops || waits < took));
            }
            Inferred inferred = (Inferred) patience.learned();
            assertThat(inferred.stops()).hasSize(8);
            held += holds(inferred.scaleSeconds(), 4) ? 1 : 0;
        }
        // Of forty intervals of 95 %, 34 or more in 999 of 1,000 cases.
        assertThat(held).isGreaterThanOrEqualTo(34);
    }

    /// Slow pages at which people are done say nothing of patience.
    @Test
    void slowPagesAreNoImpatience() {
        int inferred = 0;
        for (int run = 0; run < 100; run++) {
            var patience = new PatienceOf();
            for (int i = 0; i < 1_000; i++) {
                int state = i % 2;
                double took = (state == 0 ? 1 : 6) * uniform(3_000 + run, i, 0);
                patience.add(ended(state, took, uniform(3_000 + run, i, 1) < 0.2 + 0.4 * state));
            }
            inferred += patience.learned() instanceof Inferred ? 1 : 0;
        }
        // Once in a hundred by chance: more than five is not.
        assertThat(inferred).isLessThanOrEqualTo(5);
    }

    private static Walk ended(int state, double took, boolean stops) {
        Step answered = step(state, took, Ending.ANSWERED);
        return stops ? walk(answered) : walk(answered, step(9, Double.NaN, Ending.ANSWERED));
    }

    @Test
    void reactionsComeBack() {
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            double choice = uniform(3, i, 0);
            Try atOnce = new Try(3, 503, 0.1, false);
            Step failed = step(0, 0.1, Ending.FAILED);
            Step fine = step(1, 0.1, Ending.ANSWERED);
            if (choice < 0.4) {
                walks.add(walk(tried(0, atOnce), fine));
            } else if (choice < 0.5) {
                walks.add(walk(failed, step(0, 0.1, Ending.ANSWERED)));
            } else if (choice < 0.8) {
                walks.add(walk(failed));
            } else {
                walks.add(walk(failed, fine));
            }
        }
        Learned learned = Learning.from(walks::forEach, SETTINGS, Success.unknown());
        Learned.Reacts reacts = learned.whenFailed();
        assertThat(reacts.trouble()).isEqualTo(3_000);
        assertThat(reacts.again().value()).isCloseTo(0.4, within(0.03));
        assertThat(reacts.later().value()).isCloseTo(0.1, within(0.02));
        assertThat(reacts.leave().value()).isCloseTo(0.3, within(0.03));
        assertThat(reacts.goOn().value()).isCloseTo(0.2, within(0.03));
        assertThat(reacts.tries().value()).isCloseTo(1.4, within(0.05));
        assertThat(learned.whenSlow().again().learned()).isFalse();
        assertThat(learned.notLearned())
                .extracting(NotLearned::what)
                .contains("what people do after slow answers")
                .doesNotContain("what people do after failures");
    }

    /// Who reloads a good answer has no trouble; who asks again while the first still runs has.
    @Test
    void aReloadIsNoTrouble() {
        var slow = new ReactionsOf(ReactionsOf.Trouble.SLOW, SETTINGS);
        for (int i = 0; i < 20; i++) {
            slow.add(walk(tried(0, new Try(3, 200, 0.1, false))));
        }
        assertThat(slow.learned().trouble()).isZero();
        for (int i = 0; i < ReactionsOf.LEAST; i++) {
            assertThat(slow.learned().again().learned()).isFalse();
            slow.add(walk(tried(0, new Try(3, 200, 8, false))));
        }
        assertThat(slow.learned().again().learned()).isTrue();
        assertThat(slow.learned().again().value()).isEqualTo(1);
    }

    @Test
    void itemsFollowTheirRanksAndOneIsHotForAWhile() {
        var zipf = new Zipf(300, 0.9);
        var items = new ItemsOf(0, 24_000);
        for (int i = 0; i < 30_000; i++) {
            boolean hot = i > 10_000 && i < 12_000 && uniform(5, i, 1) < 0.5;
            int item = hot ? 7 : zipf.rank(uniform(5, i, 0));
            items.add(new Walk(-1, 0, List.of(at(2, item, i * 24_000L / 30_000))));
        }
        Learned.Items learned = items.learned().getFirst();
        assertThat(learned.state()).isEqualTo(2);
        assertThat(learned.exponent().value()).isCloseTo(0.9, within(0.08));
        assertThat(learned.hot()).hasSize(1);
        Learned.HotItem hot = learned.hot().getFirst();
        assertThat(hot.share().value()).isGreaterThan(0.3);
        assertThat(hot.usually()).isLessThan(0.05);
        assertThat(hot.fromMillis()).isCloseTo(8_000, within(1_000L));
        assertThat(hot.toMillis()).isCloseTo(9_600, within(1_000L));
    }

    @Test
    void regionsAreThoseThatTheLogNames() {
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            walks.add(
                    new Walk(i % 4 == 0 ? 1 : 0, MONDAY + i, List.of(step(0, 1, Ending.ANSWERED))));
        }
        Learned learned = Learning.from(walks::forEach, SETTINGS, Success.unknown());
        assertThat(learned.regions()).extracting(Learned.Place::region).containsExactly(0, 1);
        assertThat(learned.regions().getFirst().share().value()).isEqualTo(0.75);
        Learned none =
                Learning.from(
                        to -> to.accept(walk(step(0, 1, Ending.ANSWERED))),
                        SETTINGS,
                        Success.unknown());
        assertThat(none.regions()).singleElement().matches(place -> place.region() == -1);
        assertThat(none.notLearned()).extracting(NotLearned::what).contains("regions");
    }

    @Test
    void successSoundsLikeItAndComesOnceAtTheEnd() {
        assertThat(Success.soundsLike("POST", "/checkout")).isTrue();
        assertThat(Success.soundsLike("POST", "/api/orders")).isTrue();
        assertThat(Success.soundsLike("GET", "/orders")).isFalse();
        assertThat(Success.soundsLike("GET", "/thank-you.html")).isTrue();
        assertThat(Success.soundsLike("POST", "/borders")).isFalse();
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            walks.add(walk(state(0), state(1), state(0), state(2)));
            walks.add(walk(state(0), state(3), state(3), state(3), state(0), state(0), state(0)));
        }
        Success guessed = Success.guessed(Set.of(2, 3), walks::forEach);
        assertThat(guessed.states()).containsExactly(2);
        Learned learned = Learning.from(walks::forEach, SETTINGS, guessed);
        assertThat(learned.conversions()).singleElement().matches(c -> c.share().value() == 0.5);
    }

    @Test
    void timesThatCannotBeTrustedTeachNothing() {
        var people = new Simulated(3).add(kind(new Distribution.LogLogistic(2, 50)), 500);
        Settings settings = SETTINGS.untrusted("half of them go backwards");
        Learned learned = Learning.from(people.walks(), settings, Success.unknown());
        assertThat(learned.arrivals())
                .isEqualTo(new LearnedArrivals.Refused("half of them go backwards"));
        assertThat(learned.personas()).allMatch(persona -> persona.think().basis() == Basis.PRIOR);
        assertThat(learned.warnings()).first().asString().contains("half of them go backwards");
    }

    @Test
    void driftAndTwoHumpsAreSaid() {
        var calm = kind(new Distribution.LogLogistic(2, 50));
        for (int seed = 0; seed < 20; seed++) {
            var people = new Simulated(40 + seed).add(calm, 1_000);
            assertThat(Warnings.about(people.walks(), SETTINGS)).isEmpty();
        }
        var quicker = kind(new Distribution.LogLogistic(2, 25));
        var drifting = new Simulated(5).add(calm, 500).add(quicker, 500);
        assertThat(Warnings.about(drifting.walks(), SETTINGS))
                .anyMatch(warning -> warning.startsWith("think time drifts"));
        var programs = kind(new Distribution.Lognormal(0.5, 0.3));
        List<Walk> mixed = new ArrayList<>();
        List<Walk> slow = new Simulated(6).add(calm, 500).list();
        List<Walk> quick = new Simulated(7).add(programs, 500).list();
        for (int i = 0; i < 500; i++) {
            mixed.add(slow.get(i));
            mixed.add(quick.get(i));
        }
        assertThat(Warnings.about(mixed::forEach, SETTINGS))
                .singleElement()
                .asString()
                .startsWith("think times have two humps, at 0.5");
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Settings.of(0, 1_800)).hasMessageContaining("0.0 and 1800.0");
        assertThatThrownBy(() -> Settings.of(2, 1)).hasMessageContaining("2.0 and 1.0");
    }

    private static Simulated.Kind kind(Distribution think) {
        return new Simulated.Kind(
                new double[][] {{0.7, 0.3, 0}, {0.3, 0.4, 0.3}, {0.5, 0.2, 0.3}}, think);
    }

    private static boolean holds(Figure figure, double truth) {
        return figure.low() <= truth && truth <= figure.high();
    }

    private static double uniform(int run, int i, int index) {
        return DRAWS.uniform(run, i, Purpose.VALUE, index);
    }

    private static Walk walk(Step... steps) {
        return new Walk(-1, MONDAY, List.of(steps));
    }

    private static Step state(int state) {
        return step(state, 0.1, Ending.ANSWERED);
    }

    private static Step step(int state, double took, Ending ending) {
        return new Step(state, -1, MONDAY, Double.NaN, took, ending, List.of());
    }

    private static Step at(int state, int item, long millis) {
        return new Step(state, item, millis, Double.NaN, 0.1, Ending.ANSWERED, List.of());
    }

    private static Step tried(int state, Try... tries) {
        return new Step(state, -1, MONDAY, Double.NaN, 0.1, Ending.ANSWERED, List.of(tries));
    }
}

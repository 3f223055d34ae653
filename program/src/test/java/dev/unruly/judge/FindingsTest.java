package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Outcome;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What is said of expectations.
final class FindingsTest {

    private static final double RATE = 40;
    private static final Metric P99 = new Metric.Quantile(0.99, Latency.PERCEIVED);
    private static final Metric P50 = new Metric.Quantile(0.5, Latency.PERCEIVED);

    @Test
    void thoseWhoLeftMissEveryQuantile() {
        Expectation all = Cast.expect("p(50) < 1s", P50, Comparison.LESS, 1, Scope.WATCH);

        Answer answer = collapsed(all).getFirst();

        assertThat(answer.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(answer.measured())
                .startsWith("p(50) = never answered")
                .contains("of those who were answered");
    }

    @Test
    void aQuantileIsAShareOfAllIntents() {
        Expectation below = Cast.expect("p(99) < 2s", P99, Comparison.LESS, 2, Scope.BASELINE);
        Expectation tight = Cast.expect("p(99) < 200ms", P99, Comparison.LESS, 0.2, Scope.BASELINE);
        Expectation above = Cast.expect("p(50) > 50ms", P50, Comparison.MORE, 0.05, Scope.BASELINE);

        List<Answer> answers = calm(below, tight, above);

        assertThat(answers)
                .extracting(Answer::verdict)
                .containsExactly(Verdict.HOLDS, Verdict.FAILS, Verdict.HOLDS);
        assertThat(answers.getFirst().measured()).contains("within 2 s");
    }

    @Test
    void fewIntentsSayNothingOfATail() {
        Expectation tail =
                Cast.expect(
                        "p(99.99) < 30s",
                        new Metric.Quantile(0.9999, Latency.RESPONSE),
                        Comparison.LESS,
                        30,
                        Scope.BASELINE);

        Answer answer = calm(tail).getFirst();

        assertThat(answer.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(answer.measured()).endsWith("at least 29956 are needed to speak of it");
    }

    @Test
    void nobodyMeasuredIsUnclear() {
        Expectation signIn =
                Cast.of("sign-in", Cast.expect("p(99) < 1s", P99, Comparison.LESS, 1, Scope.ALL));

        assertThat(calm(signIn).getFirst())
                .isEqualTo(new Answer("p(99) < 1s", Verdict.UNCLEAR, "nothing was measured"));
    }

    @Test
    void sharesAreHeldAgainstTheirBounds() {
        Expectation goodput =
                Cast.expect(
                        "goodput >= 98% during baseline",
                        new Metric.Goodput(), Comparison.AT_LEAST, 0.98, Scope.BASELINE);
        Expectation abandonment =
                Cast.expect(
                        "abandonment < 50%",
                        new Metric.Abandonment(), Comparison.LESS, 0.5, Scope.WATCH);
        Expectation errors =
                Cast.expect("errors < 5%", new Metric.Errors(), Comparison.LESS, 0.05, Scope.WATCH);

        assertThat(collapsed(goodput, abandonment, errors))
                .extracting(Answer::verdict)
                .containsExactly(Verdict.HOLDS, Verdict.FAILS, Verdict.FAILS);
        assertThat(calm(goodput, abandonment, errors))
                .extracting(Answer::verdict)
                .containsOnly(Verdict.HOLDS);
    }

    @Test
    void whoFoundNoWayToTheBackendFailedToo() {
        Expectation errors =
                Cast.expect("errors < 5%", new Metric.Errors(), Comparison.LESS, 0.05, Scope.ALL);
        Expectation sent =
                Cast.expect("count", new Metric.Requests(), Comparison.AT_LEAST, 1, Scope.ALL);
        Story story = Stories.recovering(Cast.stall(RATE, errors, sent), RATE, 0);

        List<Answer> calm = unsent(story, Outcome.REFUSED, 0);
        List<Answer> refused = unsent(story, Outcome.REFUSED, 1_000);
        List<Answer> left = unsent(story, Outcome.CANCELLED, 1_000);
        List<Answer> ours = unsent(story, Outcome.NO_PORTS, 1_000);

        assertThat(calm.getFirst().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(refused.getFirst().verdict()).isEqualTo(Verdict.FAILS);
        assertThat(refused.getLast()).isEqualTo(calm.getLast());
        assertThat(left).isEqualTo(calm);
        assertThat(ours).isEqualTo(calm);
    }

    /// What is said when so many more could not be sent.
    private static List<Answer> unsent(Story story, Outcome outcome, int times) {
        Ledger ledger = story.ledger();
        for (int i = 0; i < times; i++) {
            ledger.requested(Backstage.unsent(i, outcome));
        }
        return story.judge().conclude(ledger, story.header()).expectations();
    }

    @Test
    void askingManyThingsMakesChanceAlarmsNoLikelier() {
        Ledger ledger = Stories.recovering(Cast.stall(RATE), RATE, 0).ledger();
        Expectation rare = justRare(ledger);
        Expectation sure =
                Cast.expect(
                        "goodput >= 50%",
                        new Metric.Goodput(), Comparison.AT_LEAST, 0.5, Scope.ALL);
        var together = new ArrayList<Expectation>(List.of(rare));
        for (int i = 0; i < 9; i++) {
            together.add(sure);
        }

        assertThat(answers(ledger, List.of(rare)).getFirst().verdict()).isEqualTo(Verdict.FAILS);
        assertThat(answers(ledger, together).getFirst().verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(answers(ledger, together).getLast().verdict()).isEqualTo(Verdict.HOLDS);
    }

    /// A bound that calm data miss so badly in about one run of 200.
    private static Expectation justRare(Ledger ledger) {
        Cell cell = ledger.cells.sum(Selector.ALL, Scope.ALL);
        double effect = baseline(ledger).designEffect();
        var share = new Proportion(cell.answered.count(), cell.concluded()).dividedBy(effect);
        double bound = share.share();
        while (share.pOfSoFew(bound) > 0.005) {
            bound += 1e-5;
        }
        return Cast.expect("goodput", new Metric.Goodput(), Comparison.AT_LEAST, bound, Scope.ALL);
    }

    @Test
    void amplificationIsThatOfTheWorstTenSeconds() {
        Expectation edge =
                Cast.expect(
                        "amplification < 3",
                        new Metric.Amplification(),
                        Comparison.LESS,
                        3,
                        Scope.ALL);

        assertThat(calm(edge).getFirst())
                .isEqualTo(
                        new Answer("amplification < 3", Verdict.HOLDS, "1.00 in the worst 10 s"));
        Answer bad = brief().getFirst();
        assertThat(bad.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(bad.measured()).isEqualTo("5.00 in the worst 10 s");
    }

    /// Fifteen seconds of five attempts each.
    private static List<Answer> brief() {
        Expectation edge =
                Cast.expect(
                        "amplification < 3",
                        new Metric.Amplification(),
                        Comparison.LESS,
                        3,
                        Scope.ALL);
        return Stories.recovering(Cast.stall(RATE, edge), RATE, 0)
                .weather(s -> s >= 60 && s < 75 ? Weather.CALM.attempts(5) : Weather.CALM)
                .result()
                .expectations();
    }

    @Test
    void aDependencysAmplificationIsRelativeToItsBaseline() {
        Expectation at =
                Cast.at(
                        "database",
                        Cast.expect(
                                "amplification at database < 2",
                                new Metric.Amplification(),
                                Comparison.LESS,
                                2,
                                Scope.ALL));
        Answer calm = calm(at).getFirst();
        Answer fanned =
                Stories.recovering(Cast.stall(RATE, at), RATE, 0)
                        .fanOut(3)
                        .result()
                        .expectations()
                        .getFirst();

        assertThat(calm.verdict()).as(calm.measured()).isEqualTo(Verdict.HOLDS);
        assertThat(fanned.verdict()).as(fanned.measured()).isEqualTo(Verdict.FAILS);
        assertThat(fanned.measured()).startsWith("3.");
    }

    @Test
    void connectionsOpenedAreThoseOfTheWorstSecond() {
        Expectation opened =
                Cast.at(
                        "database",
                        Cast.expect(
                                "connections opened at database < 10/s",
                                new Metric.ConnectionsOpened(),
                                Comparison.LESS,
                                10,
                                Scope.ALL));

        assertThat(calm(opened).getFirst().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(collapsed(opened).getFirst())
                .isEqualTo(
                        new Answer(
                                "connections opened at database < 10/s",
                                Verdict.FAILS,
                                "12 in the worst second"));
    }

    @Test
    void duplicatesAreUnclearWhileSomeArePossible() {
        Expectation none =
                Cast.of(
                        "pay",
                        Cast.expect(
                                "duplicates of pay == 0",
                                new Metric.Duplicates(),
                                Comparison.EQUAL,
                                0,
                                Scope.ALL));

        assertThat(calm(none).getFirst().verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(collapsed(none).getFirst().verdict()).isEqualTo(Verdict.UNCLEAR);
        Story story = Stories.metastable(Cast.stall(RATE, none), RATE);
        Ledger ledger = story.ledger();
        for (int attempt = 0; attempt < 2; attempt++) {
            ledger.requested(Backstage.paid(attempt, Outcome.OK, 200));
        }
        Answer twice = story.judge().conclude(ledger, story.header()).expectations().getFirst();
        assertThat(twice.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(twice.measured()).startsWith("1 confirmed, ");
    }

    @Test
    void comingBackTooLateFails() {
        Expectation soon =
                Cast.expect(
                        "recovers within 30s",
                        new Metric.Recovers(),
                        Comparison.AT_MOST,
                        30,
                        Scope.ALL);
        IntFunction<RunResult> of =
                wellFrom -> Stories.recovering(Cast.stall(RATE, soon), RATE, wellFrom).result();

        assertThat(of.apply(75).expectations().getFirst())
                .isEqualTo(
                        new Answer("recovers within 30s", Verdict.HOLDS, "recovered after 20 s"));
        assertThat(of.apply(95).expectations().getFirst())
                .isEqualTo(
                        new Answer("recovers within 30s", Verdict.FAILS, "recovered after 40 s"));
        assertThat(collapsed(soon).getFirst().measured()).isEqualTo("metastable");
        assertThat(of.apply(95).verdict()).isEqualTo(Verdict.FAILS);
    }

    private static List<Answer> calm(Expectation... expectations) {
        return Stories.recovering(Cast.stall(RATE, expectations), RATE, 0).result().expectations();
    }

    private static List<Answer> collapsed(Expectation... expectations) {
        return Stories.metastable(Cast.stall(RATE, expectations), RATE).result().expectations();
    }

    private static Baseline baseline(Ledger ledger) {
        double[] planned = new double[60];
        Arrays.fill(planned, RATE);
        return Baseline.of(ledger, planned, 10, Stories.STALL, 120);
    }

    private static List<Answer> answers(Ledger ledger, List<Expectation> expectations) {
        var times = new Times(10, Stories.STALL, 50, 55, 120, -1, -1, 120);
        var well = new Return(Recovery.RECOVERED, 0, "");
        return new Findings(ledger, times, baseline(ledger), well).answers(expectations);
    }
}

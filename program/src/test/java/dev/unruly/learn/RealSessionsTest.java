package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.learn.Step.Ending;
import dev.unruly.stats.FamilyFit;
import dev.unruly.stats.FamilyFit.Family;
import dev.unruly.stats.IntervalSample;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Visitors of NASA's web server in one night of July 1995: all but images by host, 30 minutes
/// apart.
final class RealSessionsTest {

    private static final Pattern LINE =
            Pattern.compile("(\\S+) \\S+ \\S+ \\[([^]]+)] \"GET (\\S+)[^\"]*\" (\\d+) .*");

    private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(gif|xbm|jpe?g)");
    private static final double CUT = 1_800;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    @Test
    void peopleThinkAboutFiftySecondsAndLogLogistically() {
        List<Walk> walks = walks();
        var sample = new IntervalSample(1, CUT);
        for (Walk walk : walks) {
            for (Step step : walk.steps()) {
                if (!Double.isNaN(step.thinkSeconds())) {
                    sample.add(step.thinkSeconds(), 1);
                }
            }
        }
        assertThat(sample.quantile(0.5)).isCloseTo(47, within(3.0));
        FamilyFit logLogistic = FamilyFit.of(Family.LOG_LOGISTIC, sample).orElseThrow();
        // One in ten thinks longer than 349 s, 7.4 times the median: 9^(1/shape) says 1.1.
        assertThat(sample.quantile(0.9)).isCloseTo(349, within(10.0));
        assertThat(logLogistic.parameters()[0]).isCloseTo(1.1, within(0.1));
        assertThat(logLogistic.parameters()[1]).isCloseTo(50, within(8.0));
        assertThat(FamilyFit.all(sample).getFirst().family()).isEqualTo(Family.LOG_LOGISTIC);
        assertThat(logLogistic.distance()).isLessThan(0.03);
    }

    @Test
    void theModelSaysWhatItKnowsAndWhatNot() {
        Learned learned = Learning.from(walks()::forEach, Settings.of(1, CUT), Success.unknown());
        assertThat(learned.sessions()).isBetween(900L, 1_050L);
        assertThat((double) learned.steps() / learned.sessions()).isCloseTo(4.3, within(0.4));
        assertThat(learned.personas()).isNotEmpty();
        assertThat(learned.warnings()).isEmpty();
        assertThat(learned.patience()).isInstanceOf(LearnedPatience.NotSeen.class);
        assertThat(learned.notLearned())
                .extracting(Learned.NotLearned::what)
                .contains("patience", "the course of a day", "regions", "conversion");
        var arrivals = (LearnedArrivals.Known) learned.arrivals();
        assertThat(arrivals.dispersions().getFirst().index().value()).isBetween(0.8, 1.6);
    }

    private static List<Walk> walks() {
        Map<String, List<Step>> open = new LinkedHashMap<>();
        Map<String, Integer> states = new LinkedHashMap<>();
        List<Walk> walks = new ArrayList<>();
        for (String line : Real.lines("nasa-1995-07-01.access.log")) {
            Matcher match = LINE.matcher(line);
            if (!match.matches() || IMAGE.matcher(match.group(3)).matches()) {
                continue;
            }
            long at = OffsetDateTime.parse(match.group(2), TIME).toInstant().toEpochMilli();
            int state = states.computeIfAbsent(match.group(3), _ -> states.size());
            List<Step> steps = open.computeIfAbsent(match.group(1), _ -> new ArrayList<>());
            if (!steps.isEmpty()) {
                Step last = steps.removeLast();
                double think = (at - last.atMillis()) / 1e3;
                steps.add(step(last.state(), last.atMillis(), think <= CUT ? think : Double.NaN));
                if (think > CUT) {
                    walks.add(new Walk(-1, steps.getFirst().atMillis(), steps));
                    steps.clear();
                }
            }
            steps.add(step(state, at, Double.NaN));
        }
        open.values().forEach(s -> walks.add(new Walk(-1, s.getFirst().atMillis(), s)));
        walks.sort(Comparator.comparingLong(Walk::startMillis));
        return walks;
    }

    private static Step step(int state, long at, double think) {
        return new Step(state, -1, at, think, Double.NaN, Ending.ANSWERED, List.of());
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Normal;
import dev.unruly.cli.KnownPeople.Coming;
import dev.unruly.forall.Forall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People of whom everything is known are simulated, a server in front of the system logs them, and
/// the log is learned from: what was true comes back inside its interval.
///
/// An interval of 95 % holds the truth 95 times in 100, no more: over all populations, each kind of
/// parameter may be outside as often as a binomial distribution allows, and on average no further
/// to one side than chance takes it. That all parameters of a population are inside at once is
/// asked of intervals made for all of them together (Zbyněk Šidák, "Rectangular confidence regions
/// for the means of multivariate normal distributions", 1967).
final class KnownPeopleTest {

    private static final double OUTSIDE = 0.05;

    /// One in ten thousand: there are some thirty kinds of parameters.
    private static final double CHANCE = 1e-4;

    @TempDir private Path folder;

    private final List<List<Held.Parameter>> populations = new ArrayList<>();

    private void learn(int cases, long seed, Coming coming, int kinds, int sessions) {
        Forall.check(
                cases,
                seed,
                draw -> {
                    KnownPeople people = KnownPeople.drawn(draw, coming, kinds, sessions);
                    LearnedAgain again = LearnedAgain.from(LearnedAgain.log(people), folder);
                    populations.add(Held.against(people, again));
                });
    }

    @Test
    void whatIsTrueComesBackInsideItsInterval() {
        learn(1, 1, Coming.ALIKE, 1, 2_500);
        learn(1, 2, Coming.DAILY, 1, 2_500);
        learn(1, 3, Coming.EXCITED, 1, 2_500);
        learn(1, 4, Coming.ALIKE, 2, 2_500);
        judge();
        assertThat(kinds())
                .contains(
                        "leave share",
                        "way share",
                        "patience scale",
                        "branching ratio",
                        "course: peak hour",
                        "persona share",
                        "zipf");
    }

    @Test
    @Tag("nightly")
    void whatIsTrueComesBackInsideItsIntervalForManyPopulations() {
        learn(25, 11, Coming.ALIKE, 1, 3_000);
        learn(15, 12, Coming.DAILY, 1, 3_000);
        learn(15, 13, Coming.EXCITED, 1, 3_000);
        learn(20, 14, Coming.ALIKE, 2, 4_000);
        judge();
    }

    private List<String> kinds() {
        return populations.stream()
                .flatMap(List::stream)
                .map(Held.Parameter::what)
                .distinct()
                .toList();
    }

    private void judge() {
        var byKind = new TreeMap<String, List<Held.Parameter>>();
        populations.forEach(one ->
                one.forEach(p -> byKind.computeIfAbsent(p.what(), _ -> new ArrayList<>()).add(p)));
        var wrong = new ArrayList<String>();
        byKind.forEach((what, all) -> {
            int outside = (int) all.stream().filter(p -> !p.inside()).count();
            double off =
                    all.stream().mapToDouble(Held.Parameter::off).sum() / Math.sqrt(all.size());
            String said =
                    String.format(
                            Locale.ROOT,
                            "%s: %d of %d outside, off by %+.1f standard errors of the mean; %s",
                            what,
                            outside,
                            all.size(),
                            off,
                            all.stream().filter(p -> !p.inside()).limit(5).toList());
            System.out.println(said);
            if (atLeast(outside, all.size(), OUTSIDE) < CHANCE
                    || Math.abs(off) > Normal.quantile(1 - CHANCE / 2)) {
                wrong.add(said);
            }
        });
        assertThat(wrong).isEmpty();
        int missed = (int) populations.stream().filter(one -> !together(one)).count();
        assertThat(atLeast(missed, populations.size(), OUTSIDE))
                .as("%d of %d populations are not inside as a whole", missed, populations.size())
                .isGreaterThan(CHANCE);
    }

    /// Whether all are inside intervals that hold all of them with 95 %.
    private static boolean together(List<Held.Parameter> parameters) {
        double each = Math.pow(1 - OUTSIDE, 1.0 / parameters.size());
        double most = Normal.quantile(0.5 + 0.5 * each);
        return parameters.stream().allMatch(p -> Math.abs(p.off()) <= most);
    }

    /// How likely so many of so many are, or more.
    private static double atLeast(int count, int of, double share) {
        double below = 0;
        double term = Math.pow(1 - share, of);
        for (int i = 0; i < count; i++) {
            below += term;
            term *= (double) (of - i) / (i + 1) * share / (1 - share);
        }
        return 1 - below;
    }
}

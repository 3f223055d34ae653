package dev.unruly.learn;

import dev.unruly.learn.Learned.Conversion;
import dev.unruly.learn.Learned.Items;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.Learned.Place;
import dev.unruly.learn.LearnedPatience.NotSeen;
import dev.unruly.learn.ReactionsOf.Trouble;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// From sessions to what they say: one pass for all that only counts, some more for the kinds of
/// people.
public final class Learning {

    private final Walks walks;
    private final Settings settings;
    private final Success success;
    private final PatienceOf patience = new PatienceOf();
    private final ReactionsOf whenSlow;
    private final ReactionsOf whenFailed;
    private final TreeMap<Integer, Long> regions = new TreeMap<>();
    private final TreeMap<Integer, Long> reached = new TreeMap<>();
    private final List<NotLearned> missing = new ArrayList<>();
    private long[] starts = new long[1024];
    private int sessions;
    private long steps;

    private Learning(Walks walks, Settings settings, Success success) {
        this.walks = walks;
        this.settings = settings;
        this.success = success;
        whenSlow = new ReactionsOf(Trouble.SLOW, settings);
        whenFailed = new ReactionsOf(Trouble.FAILED, settings);
        success.states().forEach(state -> reached.put(state, 0L));
    }

    /// What the sessions say.
    public static Learned from(Walks walks, Settings settings, Success success) {
        return new Learning(walks, settings, success).learned();
    }

    private Learned learned() {
        long[] ends = {Long.MAX_VALUE, Long.MIN_VALUE};
        walks.each(walk -> {
            count(walk);
            ends[0] = Math.min(ends[0], walk.startMillis());
            ends[1] = Math.max(ends[1], walk.steps().getLast().atMillis());
        });
        List<Items> items = items(ends);
        LearnedArrivals arrivals = arrivals();
        LearnedPatience waits = patience.learned();
        if (waits instanceof NotSeen notSeen) {
            missing.add(new NotLearned("patience", notSeen.why()));
        }
        var slow = whenSlow.learned();
        var failed = whenFailed.learned();
        tell("what people do after slow answers", slow);
        tell("what people do after failures", failed);
        if (success.states().isEmpty()) {
            missing.add(new NotLearned("conversion", "no state is known to stand for success"));
        }
        if (!settings.timesTrusted()) {
            missing.add(new NotLearned("think times", settings.whyNot()));
        }
        return new Learned(
                sessions,
                steps,
                new Personas(walks, settings, success.states()).kinds(),
                items,
                places(),
                arrivals,
                waits,
                slow,
                failed,
                conversions(),
                List.of(),
                Warnings.about(walks, settings),
                missing);
    }

    private void count(Walk walk) {
        if (sessions == starts.length) {
            starts = Arrays.copyOf(starts, 2 * sessions);
        }
        starts[sessions++] = walk.startMillis();
        steps += walk.steps().size();
        regions.merge(walk.region(), 1L, Long::sum);
        patience.add(walk);
        whenSlow.add(walk);
        whenFailed.add(walk);
        for (Map.Entry<Integer, Long> state : reached.entrySet()) {
            int number = state.getKey();
            if (walk.steps().stream().anyMatch(step -> step.state() == number)) {
                state.setValue(state.getValue() + 1);
            }
        }
    }

    private List<Items> items(long[] ends) {
        if (sessions == 0) {
            return List.of();
        }
        var items = new ItemsOf(ends[0], ends[1]);
        walks.each(items::add);
        List<Items> learned = items.learned();
        for (Items of : learned) {
            if (!of.exponent().learned()) {
                missing.add(
                        new NotLearned(
                                "how visits spread over the items of state " + of.state(),
                                "fewer than five items have ten visits"));
            }
        }
        return learned;
    }

    private LearnedArrivals arrivals() {
        if (!settings.timesTrusted()) {
            missing.add(new NotLearned("arrivals", settings.whyNot()));
            return new LearnedArrivals.Refused(settings.whyNot());
        }
        LearnedArrivals arrivals =
                ArrivalTimes.of(
                        Arrays.copyOf(starts, sessions),
                        settings.resolutionSeconds(),
                        settings.unseen(),
                        missing::add);
        if (arrivals instanceof LearnedArrivals.Refused refused) {
            missing.add(new NotLearned("arrivals", refused.why()));
        }
        return arrivals;
    }

    private void tell(String what, Learned.Reacts reacts) {
        if (!reacts.again().learned()) {
            missing.add(
                    new NotLearned(
                            what,
                            "seen %d times, %d are needed"
                                    .formatted(reacts.trouble(), ReactionsOf.LEAST)));
        }
    }

    private List<Place> places() {
        if (regions.keySet().stream().allMatch(region -> region < 0)) {
            missing.add(new NotLearned("regions", "the evidence names none; all are one"));
            return List.of(new Place(-1, Figure.prior(1)));
        }
        List<Place> places = new ArrayList<>();
        regions.forEach((region, count) -> places.add(new Place(region, share(count))));
        places.sort(Comparator.comparingDouble(place -> -place.share().value()));
        return places;
    }

    private List<Conversion> conversions() {
        List<Conversion> conversions = new ArrayList<>();
        reached.forEach((state, count) ->
                conversions.add(
                        new Conversion(
                                state,
                                sessions == 0 ? Figure.prior(0) : share(count),
                                success.byHand())));
        return conversions;
    }

    private Figure share(long count) {
        var share = new Proportion(count, sessions);
        return Figure.learned(share.share(), share.wilson(Figure.LEVEL), sessions);
    }
}

package dev.unruly.cli;

import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learning;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Settings;
import dev.unruly.learn.StateName;
import dev.unruly.learn.Success;
import dev.unruly.learn.TimesTaken;
import dev.unruly.learn.Walk;
import dev.unruly.learn.Walks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Compares with evidence that was held back: the last fifth of the time, and where that is little,
/// the two fifths before it too, each beside what is learned anew from what was before it.
final class HeldBack {

    /// Fewer sessions in the last fifth, and earlier fifths are held back in turn.
    private static final int ENOUGH = 2_000;

    private static final int LEAST_TO_LEARN = 200;
    private static final int FIFTHS = 5;
    private static final int FIRST = 2;
    private static final int PLAYS = 4;
    private static final int MOST_COMPARED = 20_000;

    /// Sessions go on for so long after they began, at the most.
    private static final long LONGEST_MILLIS = 2 * 3_600_000L;

    private final Walks walks;
    private final Settings settings;
    private final Success success;
    private final List<StateName> states;
    private final List<String> regions;

    /// @param states by number
    /// @param regions names by number
    HeldBack(
            Walks walks,
            Settings settings,
            Success success,
            List<StateName> states,
            List<String> regions) {
        this.walks = walks;
        this.settings = settings;
        this.success = success;
        this.states = List.copyOf(states);
        this.regions = List.copyOf(regions);
    }

    /// The comparison.
    ///
    /// @param learned from all before the last fifth
    /// @param portrait of that
    /// @param firstMillis when the first session began
    /// @param lastMillis when the last one did
    Fidelity compared(Learned learned, Portrait portrait, long firstMillis, long lastMillis) {
        var cuts = new long[FIFTHS + 1];
        for (int i = 0; i <= FIFTHS; i++) {
            cuts[i] = lastMillis - (lastMillis - firstMillis) * (FIFTHS - i) / FIFTHS;
        }
        cuts[FIFTHS] = lastMillis + 1;
        var parts = new ArrayList<Fidelity.Part>();
        Fidelity.Part last = part(cuts[FIFTHS - 1], cuts[FIFTHS], lastMillis, learned, portrait);
        for (int i = FIRST; i < FIFTHS - 1 && last.held().size() < ENOUGH; i++) {
            long from = cuts[i];
            Walks before = to -> walks.each(walk -> give(walk, firstMillis, from, to));
            if (count(before) >= LEAST_TO_LEARN) {
                Learned earlier =
                        Learning.from(before, settings, success)
                                .withLatencies(TimesTaken.of(before, states, "all"));
                Portrait of = Portrait.of(earlier, states, regions, Map.of());
                Fidelity.Part part = part(from, cuts[i + 1], lastMillis, earlier, of);
                if (!part.held().isEmpty()) {
                    parts.add(part);
                }
            }
        }
        parts.add(last);
        return Fidelity.of(parts, List.copyOf(success.states()), settings, new SplittableRandom(1));
    }

    private static void give(Walk walk, long fromMillis, long toMillis, Consumer<Walk> to) {
        if (walk.startMillis() >= fromMillis && walk.startMillis() < toMillis) {
            to.accept(walk);
        }
    }

    private static long count(Walks walks) {
        long[] count = new long[1];
        walks.each(_ -> count[0]++);
        return count[0];
    }

    /// Sessions that begin in a part of the time. People are played beyond its end, as long as the
    /// evidence goes on, for the evidence's sessions go on too.
    private Fidelity.Part part(
            long fromMillis, long toMillis, long endMillis, Learned learned, Portrait portrait) {
        var train = new ArrayList<Walk>();
        var held = new ArrayList<Walk>();
        walks.each(walk -> {
            if (walk.startMillis() < toMillis) {
                List<Walk> side = walk.startMillis() < fromMillis ? train : held;
                if (side.size() < MOST_COMPARED) {
                    side.add(walk);
                }
            }
        });
        long until = Math.min(endMillis + 1, toMillis + LONGEST_MILLIS);
        var played = new ArrayList<Walk>();
        var more = new ArrayList<Walk>();
        for (int play = 0; play == 0 || (play < PLAYS && held.size() < ENOUGH); play++) {
            // Parts that draw alike would be wrong alike.
            long seed = fromMillis + play;
            FidelityPlay.walks(portrait, learned.latencies(), fromMillis, until, seed).stream()
                    .filter(walk -> walk.startMillis() < toMillis)
                    .limit(MOST_COMPARED)
                    .forEach(play == 0 ? played::add : more::add);
        }
        return new Fidelity.Part(train, held, played, more);
    }
}

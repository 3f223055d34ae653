package dev.unruly.cli;

import dev.unruly.learn.Coder;
import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learning;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Sessions;
import dev.unruly.learn.Settings;
import dev.unruly.learn.StateName;
import dev.unruly.learn.StatesFile;
import dev.unruly.learn.Success;
import dev.unruly.learn.TimesTaken;
import dev.unruly.learn.Unseen;
import dev.unruly.learn.Walk;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// People whose requests were coded: what they do, and how faithful that is to what was held back.
final class LearnPeople {

    private static final int MOST_ITEMS = 1_000;
    private static final int LEAST_HELD_BACK = 40;

    private final Coder coder;
    private final Sessions sessions;
    private final Settings settings;
    private final Success success;
    private final Span span = new Span();
    private final boolean holds;

    /// @param byHand states that the user names
    /// @param unseen while nothing was recorded
    /// @param progress told what is being done
    LearnPeople(
            Coder coder, List<StatesFile.Named> byHand, Unseen unseen, Consumer<String> progress)
            throws IOException {
        this.coder = coder;
        sessions = Sessions.of(coder, byHand, progress);
        Settings trusted = sessions.settings().without(unseen);
        settings =
                coder.timesTrusted()
                        ? trusted
                        : trusted.untrusted(
                                String.format(
                                        Locale.ROOT,
                                        "%,d of %,d times lie before the one before them: somebody"
                                                + " stamped them anew",
                                        coder.backwards(),
                                        coder.hits()));
        success = success(sessions);
        sessions.each(span::add);
        holds = span.count - span.countBefore(sessions, span.heldBackFrom()) >= LEAST_HELD_BACK;
    }

    Sessions sessions() {
        return sessions;
    }

    /// Names of regions, by number.
    List<String> regions() {
        return coder.regions();
    }

    /// What is asked for in the states that the user names, by the states' numbers.
    ///
    /// @throws IllegalArgumentException with words for people
    Map<Integer, List<String>> items(List<String> named) {
        var items = new LinkedHashMap<Integer, List<String>>();
        List<String> names = sessions.states().stream().map(StateName::name).toList();
        for (String name : named) {
            int state = names.indexOf(name);
            if (state < 0) {
                throw new IllegalArgumentException(
                        "--items " + name + " is no state; there are " + String.join(", ", names));
            }
            List<String> texts = sessions.items(state, MOST_ITEMS);
            items.put(state, texts.stream().map(LearnPeople::decoded).distinct().toList());
        }
        return items;
    }

    /// As it is written outside of URLs.
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // It holds a percent sign that encodes nothing: that is how it was asked for.
            return segment;
        }
    }

    /// Whether there is anybody.
    boolean seen() {
        return span.count > 0;
    }

    /// When sessions began, in milliseconds since the epoch; empty: times are not to be trusted.
    long[] came() {
        return settings.timesTrusted() ? span.starts.build().toArray() : new long[0];
    }

    /// Requests for each session, those for what pages are made of too.
    double requestsEach() {
        return (1 - sessions.botShare()) * coder.hits() / Math.max(1, span.count);
    }

    /// What they do, by all but what is held back.
    ///
    /// @param dependency what the whole is called in latencies
    Learned learned(String dependency) {
        long from = span.heldBackFrom();
        return Learning.from(
                        to ->
                                sessions.each(walk -> {
                                    if (!holds || walk.startMillis() < from) {
                                        to.accept(walk);
                                    }
                                }),
                        settings,
                        success)
                .withLatencies(TimesTaken.of(sessions, sessions.states(), dependency));
    }

    private static Success success(Sessions sessions) {
        var sounding = new TreeSet<Integer>();
        for (int i = 0; i < sessions.states().size(); i++) {
            var state = sessions.states().get(i);
            if (Success.soundsLike(state.method(), state.pattern())) {
                sounding.add(i);
            }
        }
        return Success.guessed(sounding, sessions);
    }

    /// How they compare with what was held back; empty: that was too little.
    Optional<Fidelity> fidelity(Learned learned, Portrait portrait) {
        if (!holds) {
            return Optional.empty();
        }
        var heldBack =
                new HeldBack(sessions, settings, success, sessions.states(), coder.regions());
        return Optional.of(heldBack.compared(learned, portrait, span.first, span.last));
    }

    /// When sessions begin.
    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long count;
        private final LongStream.Builder starts = LongStream.builder();

        void add(Walk walk) {
            starts.add(walk.startMillis());
            first = Math.min(first, walk.startMillis());
            last = Math.max(last, walk.startMillis());
            count++;
        }

        /// Where the last fifth begins.
        long heldBackFrom() {
            return count == 0 ? 0 : last - (last - first) / 5;
        }

        long countBefore(Sessions sessions, long millis) {
            long[] before = {0};
            sessions.each(walk -> before[0] += walk.startMillis() < millis ? 1 : 0);
            return before[0];
        }
    }
}

package dev.unruly.cli;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Witness;
import dev.unruly.engine.Plan;
import dev.unruly.learn.Coder;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learning;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Sessions;
import dev.unruly.learn.Settings;
import dev.unruly.learn.StateName;
import dev.unruly.learn.Success;
import dev.unruly.model.Hit;
import dev.unruly.model.Quiet;
import dev.unruly.model.Span;
import dev.unruly.run.Simulation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a server in front of known people logs, and what is learned from that log.
///
/// @param states by number
record LearnedAgain(Learned learned, List<StateName> states, Settings settings) {

    static final Instant STARTS = Instant.parse("2026-03-02T00:00:00Z");

    /// The access log of a run in virtual time.
    static String log(KnownPeople people) {
        var log = new StringBuilder();
        new Simulation(
                        Plan.of(people.experiment()),
                        people.system(),
                        new Quiet(),
                        new Simulation.Front("X-Forwarded-For", STARTS, log))
                .play(false);
        return log.toString();
    }

    /// Reads, codes and learns, as the command does.
    static LearnedAgain from(String log, Path folder) {
        try (var coder = new Coder(Files.createTempDirectory(folder, "coded"), 1, Rules.usual())) {
            new Evidence("", Optional.empty(), STARTS.plusSeconds(400 * 86_400L).toEpochMilli())
                    .read(
                            List.of("-"),
                            new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
                            coding(coder));
            Sessions sessions = Sessions.of(coder, List.of(), _ -> {});
            Settings settings = sessions.settings();
            Learned learned = Learning.from(sessions, settings, Success.unknown());
            return new LearnedAgain(learned, sessions.states(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The number of the state of a path's pattern.
    int state(String pattern) {
        for (int i = 0; i < states.size(); i++) {
            String at = states.get(i).pattern();
            boolean below = pattern.endsWith("/") && pattern.length() > 1;
            if (below ? at.startsWith(pattern) : at.equals(pattern)) {
                return i;
            }
        }
        throw new AssertionError("no state is " + pattern + " in " + states);
    }

    private static Witness coding(Coder coder) {
        return new Witness() {
            @Override
            public void hit(Hit hit) {
                coder.hit(hit);
            }

            @Override
            public void span(Span span) {}

            @Override
            public void arrival(long atMillis) {}

            @Override
            public void arrivals(long fromMillis, long periodMillis, long count) {}
        };
    }
}

package dev.unruly.cli;

import dev.unruly.model.Experiment;
import dev.unruly.model.Phases;
import dev.unruly.model.Protection;
import dev.unruly.run.AsVolume;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;

/// The parts of a demo in their order: a load test, people, and the same people behind the settings
/// that follow.
final class DemoParts {

    private static final long COLD_WARM_UP_NANOS = 7_000_000_000L;
    private static final long CONTROL_BASELINE_NANOS = 16_000_000_000L;

    private final DemoStory story;
    private final DemoStage stage;
    private final PrintWriter err;
    private boolean any;

    DemoParts(DemoStory story, DemoStage stage, PrintWriter err) {
        this.story = story;
        this.stage = stage;
        this.err = err;
    }

    /// Plays them.
    ///
    /// @param only `control`, `people`, or empty: all
    /// @param frozen whether the experiment's own settings are used instead of derived ones
    /// @return the exit code
    int play(Experiment experiment, String only, boolean frozen)
            throws IOException, InterruptedException {
        Experiment bare = experiment.withProtections(List.of());
        if (frozen) {
            boolean guardedFirst = experiment.seed() % 2 == 0;
            part(DemoStory.Part.PEOPLE, guardedFirst ? experiment : bare);
            part(DemoStory.Part.PEOPLE, guardedFirst ? bare : experiment);
            return end();
        }
        if (!only.equals("people")) {
            part(DemoStory.Part.LOAD_TEST, AsVolume.of(warmingUp(bare)));
        }
        if (only.equals("control")) {
            return end();
        }
        part(DemoStory.Part.PEOPLE, bare);
        if (!over()) {
            List<Protection> protections = derived(bare);
            if (!protections.isEmpty()) {
                part(DemoStory.Part.PEOPLE, bare.withProtections(protections));
            }
        }
        return end();
    }

    /// The first part has a cold shop to warm up, and nothing is derived from its baseline.
    private static Experiment warmingUp(Experiment experiment) {
        Phases phases = experiment.phases();
        return experiment.withPhases(
                new Phases(
                        COLD_WARM_UP_NANOS,
                        CONTROL_BASELINE_NANOS,
                        phases.watchNanos(),
                        phases.reliefMostNanos()));
    }

    private List<Protection> derived(Experiment experiment) throws IOException {
        var evidence = Evidence.of(stage.folder().resolve(DemoStory.PEOPLE), experiment);
        Derivation derivation =
                Derivation.of(evidence, List.of(), new SplittableRandom(experiment.seed()));
        List<Protection> protections = derivation.protections();
        story.settings(derivation);
        Files.write(stage.folder().resolve(HardenCommand.POLICIES), PolicyText.lines(protections));
        return protections;
    }

    private void part(DemoStory.Part part, Experiment experiment)
            throws IOException, InterruptedException {
        if (over()) {
            return;
        }
        if (any) {
            stage.reset(experiment).ifPresent(err::println);
        }
        any = true;
        story.part(part, experiment);
        DemoStage.Played played;
        try (Screen screen = story.screen()) {
            played = stage.play(story.plan(), story.asVolume(), story.folder(), screen);
            screen.clear();
            played.notes().forEach(err::println);
        }
        story.played(played.result());
    }

    private boolean over() {
        return stage.interrupted() || story.early();
    }

    private int end() throws IOException {
        return over() ? story.stopped(stage.folder()) : story.end(stage.folder());
    }
}

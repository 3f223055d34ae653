package dev.unruly.cli;

import dev.unruly.convert.Export;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hook;
import dev.unruly.model.Protection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settings on their way into the user's own application, and out of it again.
final class Applying {

    private static final int PAUSE_MILLIS = 500;
    private static final int MOST_PAUSES = 240;
    private static final int TOLD_EVERY = 10;

    private final HardenStage stage;
    private final Hook.Apply apply;
    private boolean in;

    Applying(HardenStage stage, Hook.Apply apply) {
        this.stage = stage;
        this.apply = apply;
    }

    /// Puts them in, where the experiment says how.
    ///
    /// @return what is to be played: without policies at the gateway where the application has
    ///   them; empty after saying what went wrong
    Optional<Experiment> enforce(Experiment bare, List<Protection> settings)
            throws IOException, InterruptedException {
        if (!apply.asked()) {
            return Optional.of(bare.withProtections(settings));
        }
        Path folder = stage.folder().resolve("settings");
        List<Export> targets = ExportFolder.targets(String.join(",", formats()));
        stage.say("");
        ExportFolder.write(folder, targets, bare.dependencies(), settings).forEach(stage::say);
        stage.say("", "applying: " + apply.command());
        in = true;
        Optional<String> problem = stage.ground().hooks().apply(apply, folder);
        if (problem.isEmpty()) {
            problem = ready();
        }
        if (problem.isPresent()) {
            stage.err().println("apply: " + problem.get());
            return Optional.empty();
        }
        stage.say("the application is ready; it enforces them, and the gateway nothing");
        return Optional.of(bare);
    }

    private List<String> formats() {
        return apply.formats().contains("all") ? List.of("all") : new ArrayList<>(apply.formats());
    }

    private Optional<String> ready() throws InterruptedException {
        String last = "";
        for (int pause = 0; pause < MOST_PAUSES; pause++) {
            Optional<String> not = stage.ground().hooks().ready(apply);
            if (not.isEmpty()) {
                return Optional.empty();
            }
            last = not.get();
            if (stage.interrupted()) {
                return Optional.of("interrupted while waiting for " + apply.ready());
            }
            if (pause % TOLD_EVERY == TOLD_EVERY - 1) {
                stage.say(
                        "  waiting for "
                                + apply.ready()
                                + ", "
                                + (pause + 1) * PAUSE_MILLIS / 1_000
                                + " s");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return Optional.of(
                apply.ready()
                        + " did not answer 2xx within "
                        + MOST_PAUSES * PAUSE_MILLIS / 1_000
                        + " s: "
                        + last);
    }

    /// Takes them out, if they are in.
    void undo() throws InterruptedException {
        if (in) {
            in = false;
            stage.ground()
                    .hooks()
                    .undo(apply)
                    .ifPresent(problem -> stage.err().println("apply.undo: " + problem));
        }
    }
}

package dev.unruly.cli;

import dev.unruly.model.Experiment;
import dev.unruly.model.Protection;
import dev.unruly.model.RunResult;
import dev.unruly.report.Reports;
import dev.unruly.report.RunText;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.run.Standing;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/// Whether a system still holds with the settings in force: plays the experiment with them, and
/// holds each of them against what was seen before anything went wrong.
final class HardenCheck {

    private final HardenStage stage;

    HardenCheck(HardenStage stage) {
        this.stage = stage;
    }

    /// Plays it.
    ///
    /// @param settings in force
    /// @return the exit code
    int play(Experiment bare, List<Protection> settings) throws IOException, InterruptedException {
        Experiment guarded = bare.withProtections(settings);
        RunResult result =
                stage.play(
                        HardenCommand.AFTER,
                        "with the settings in force",
                        guarded,
                        "./unruly harden " + stage.file() + " --check --seed " + bare.seed());
        var part = stage.folder().resolve(HardenCommand.AFTER);
        if (!result.header().complete() || stage.interrupted()) {
            stage.say("", "stopped; report  " + part.resolve(Reports.FILE));
            return ExitCode.STOPPED;
        }
        Evidence evidence = Evidence.of(part, guarded);
        Derivation today = Derivation.of(evidence, List.of(), new SplittableRandom(bare.seed()));
        List<String> contradictions = Standing.contradictions(evidence, settings, today);
        stage.say("");
        if (contradictions.isEmpty()) {
            stage.say("No setting in force contradicts what was seen while nothing was wrong.");
        } else {
            stage.say("Settings in force that contradict what was seen:", "");
            for (String contradiction : contradictions) {
                stage.voice()
                        .say(
                                stage.out(),
                                RunText.wrapped(contradiction, 2, stage.voice().columns()));
            }
        }
        int code = code(result, contradictions);
        stage.say("", words(code, result, contradictions), "report  " + part.resolve(Reports.FILE));
        return code;
    }

    /// A setting that no longer fits fails, whatever the verdict: by chance it held this time.
    static int code(RunResult result, List<String> contradictions) {
        return contradictions.isEmpty() ? RunCommand.code(result.verdict()) : ExitCode.FAILS;
    }

    private static String words(int code, RunResult result, List<String> contradictions) {
        String verdict = "the run " + result.verdict().word() + ", " + result.recovery().word();
        String head =
                switch (code) {
                    case ExitCode.HOLDS -> "checked: ";
                    case ExitCode.FAILS -> "not as it was: ";
                    default -> "not known: ";
                };
        return head
                + verdict
                + (contradictions.isEmpty()
                        ? ""
                        : "; settings that no longer fit: " + contradictions.size());
    }
}

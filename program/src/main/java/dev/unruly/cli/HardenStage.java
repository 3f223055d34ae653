package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.report.Repeat;
import dev.unruly.report.RunText;
import dev.unruly.report.Symptoms;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the parts of hardening are played, one after the other, on one system.
///
/// @param file the experiment's
/// @param files that it was read from
/// @param folder below which each part has its own
record HardenStage(
        Ground ground,
        Path file,
        List<Path> files,
        Path folder,
        PrintWriter out,
        PrintWriter err,
        Voice voice) {

    /// Plays a part in a folder of its own, and says what it has shown.
    ///
    /// @param name of the folder, below the stage's
    /// @param words what is different in this part
    /// @param command that plays it again
    RunResult play(String name, String words, Experiment experiment, String command)
            throws IOException, InterruptedException {
        Path part = Files.createDirectories(folder.resolve(name));
        Plan plan = Plan.of(experiment);
        say("", name + ": " + words, "");
        voice.say(out, Announcement.lines(plan, voice.columns()));
        say("");
        Kept kept = Kept.in(part, files);
        if (!experiment.protections().isEmpty()) {
            Files.write(
                    part.resolve(HardenCommand.POLICIES),
                    PolicyText.lines(experiment.protections()));
        }
        var repeat = new Repeat(command, Map.of(), kept.names());
        try (Screen screen = Screen.of(experiment.name() + ", " + name, plan, out, voice)) {
            RunResult result = ground.player().play(plan, false, part, repeat, screen);
            List<String> notes = Aftermath.write(part, plan.roster(), result);
            screen.clear();
            notes.forEach(err::println);
            say("", RunText.verdict(result, voice.dress()));
            voice.say(out, RunText.why(result, voice.columns()));
            if (result.verdict() != Verdict.HOLDS && !result.symptoms().isEmpty()) {
                say("", "What it suffered from:", "");
                voice.say(out, Symptoms.lines(result, voice.columns()));
            }
            return result;
        }
    }

    /// Puts the system back; says what went wrong.
    Optional<String> reset(Experiment experiment) throws InterruptedException {
        return ground.hooks().run(experiment.hooks().reset()).map(text -> "hooks.reset: " + text);
    }

    /// Whether somebody has asked to stop.
    boolean interrupted() {
        return ground.interrupts().asked();
    }

    void say(String... lines) {
        voice.say(out, List.of(lines));
    }
}

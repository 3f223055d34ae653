package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.judge.OverSeeds;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.report.Reports;
import dev.unruly.run.HookRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays an experiment with several seeds, one after the other: its own, and those that follow by
/// counting. Between two of them the experiment's `reset` puts the system back. A seed that is
/// stopped by hand or by `abort-if`, and a reset that does not work, end the series: what was
/// measured is kept.
final class Seeds {

    /// More than anybody waits for.
    static final int MOST = 1_000;

    private final HookRunner hooks;
    private final Interrupts interrupts;
    private final PrintWriter say;

    Seeds(HookRunner hooks, Interrupts interrupts, PrintWriter say) {
        this.hooks = hooks;
        this.interrupts = interrupts;
        this.say = say;
    }

    /// How one seed is played.
    interface One {
        RunResult play(Plan plan, Path folder) throws IOException, InterruptedException;
    }

    /// The seeds of a series.
    static List<Experiment> of(Experiment experiment, int seeds) {
        var all = new ArrayList<Experiment>();
        for (int i = 0; i < seeds; i++) {
            all.add(experiment.withSeed(experiment.seed() + i));
        }
        return List.copyOf(all);
    }

    /// Plays plans that differ by their seed, each in a folder of its own below another one, and
    /// writes down there what all of them have shown.
    SeedsResult play(List<Plan> plans, Path folder, One one)
            throws IOException, InterruptedException {
        Experiment experiment = plans.getFirst().experiment();
        var runs = new ArrayList<SeedsResult.Run>();
        String stopped = "";
        for (Plan plan : plans) {
            if (!runs.isEmpty()) {
                stopped = reset(experiment);
                if (!stopped.isEmpty()) {
                    break;
                }
            }
            long seed = plan.experiment().seed();
            String name = "seed-" + seed;
            say.println();
            say.println("seed " + seed + " (" + (runs.size() + 1) + " of " + plans.size() + ")");
            say.flush();
            RunResult result = one.play(plan, folder.resolve(name));
            runs.add(new SeedsResult.Run(name, result));
            stopped = result.header().stopped();
            // Written anew after each, so that there is something if we are killed.
            String soFar = runs.size() < plans.size() && stopped.isEmpty() ? "killed" : stopped;
            Reports.write(folder, conclude(experiment, plans.size(), runs, soFar));
            if (!stopped.isEmpty()) {
                break;
            }
        }
        SeedsResult result = conclude(experiment, plans.size(), runs, stopped);
        Reports.write(folder, result);
        return result;
    }

    private static SeedsResult conclude(
            Experiment experiment, int asked, List<SeedsResult.Run> runs, String stopped) {
        return OverSeeds.of(experiment.name(), experiment.allow(), asked, runs, stopped);
    }

    private String reset(Experiment experiment) throws InterruptedException {
        Optional<String> problem =
                interrupts.asked()
                        ? Optional.of("interrupted")
                        : hooks.run(experiment.hooks().reset()).map(text -> "hooks.reset: " + text);
        return interrupts.asked() ? "interrupted" : problem.orElse("");
    }
}

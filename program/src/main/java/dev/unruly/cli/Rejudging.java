package dev.unruly.cli;

import dev.unruly.backend.Assembly;
import dev.unruly.model.Experiment;
import dev.unruly.model.Protection;
import dev.unruly.report.Tempered;
import dev.unruly.run.Fitted;
import dev.unruly.run.Rejudgement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Judges settings again in virtual time, with people of other tempers, since the figures of
/// personas may be priors.
final class Rejudging {

    /// The name of the table in a folder.
    static final String FILE = "tempers.txt";

    private static final int SEEDS = 3;

    private final PrintWriter say;

    /// What came of it.
    ///
    /// @param lines for people
    /// @param rows for the report; none: it could not be played
    record Told(List<String> lines, List<Tempered> rows) {}

    /// @param say where it is told how it goes
    Rejudging(PrintWriter say) {
        this.say = say;
    }

    /// Plays it; the lines are written into a folder, too.
    ///
    /// @param run the folder of a run without settings
    /// @param experiment as it was played there
    /// @param protections the settings
    Told play(Path run, Experiment experiment, List<Protection> protections, Path folder)
            throws IOException {
        Told told =
                switch (Fitted.of(run, experiment)) {
                    case Fitted.Model model -> {
                        Rejudgement judged =
                                Rejudgement.of(
                                        experiment,
                                        model.system(),
                                        protections,
                                        SEEDS,
                                        what -> {
                                            say.println("  simulated " + what);
                                            say.flush();
                                        });
                        var lines = new ArrayList<String>(judged.lines());
                        lines.addAll(Assembly.of(model.system()).unenforced(protections));
                        yield new Told(lines, rows(judged));
                    }
                    case Fitted.Refused refused -> new Told(refused(refused.reasons()), List.of());
                };
        Files.write(folder.resolve(FILE), told.lines());
        return told;
    }

    private static List<Tempered> rows(Rejudgement judged) {
        List<Rejudgement.Cell> flips = judged.flips();
        return judged.cells().stream()
                .map(cell ->
                        new Tempered(
                                cell.temper().words(),
                                cell.without().words(),
                                cell.with().words(),
                                flips.contains(cell)))
                .toList();
    }

    private static List<String> refused(List<String> reasons) {
        var lines = new ArrayList<String>();
        lines.add("How people of another temper would fare cannot be simulated:");
        reasons.forEach(why -> lines.add("  " + why));
        return lines;
    }
}

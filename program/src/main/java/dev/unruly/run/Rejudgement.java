package dev.unruly.run;

import dev.unruly.backend.Assembly;
import dev.unruly.backend.Blueprint;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.SystemModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Whether settings would still help if people were not as somebody has written: played in virtual
/// time against a model of the system, with patience and reactions halved, as they are, and
/// doubled, without and with the settings.
///
/// @param seeds played for each cell
/// @param cells patience by patience, and reactions within
public record Rejudgement(int seeds, List<Cell> cells) {

    private static final double[] TIMES = {0.5, 1, 2};

    /// How people of one temper fare.
    ///
    /// @param without seeds after which the system came back without settings
    /// @param with seeds after which it came back with them
    /// @param goodputWithout after the last trigger's end, on average; NaN: never seen
    /// @param goodputWith likewise
    public record Cell(
            Temper temper, int without, int with, double goodputWithout, double goodputWith) {}

    public Rejudgement {
        cells = List.copyOf(cells);
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be >= 1, got " + seeds);
        }
    }

    /// Plays all of it.
    ///
    /// @param experiment without protections
    /// @param system what it is played against
    /// @param protections the settings
    /// @param seeds for each cell, from the experiment's own on
    /// @param told what is being played
    public static Rejudgement of(
            Experiment experiment,
            SystemModel system,
            List<Protection> protections,
            int seeds,
            Consumer<String> told) {
        Blueprint blueprint = Assembly.of(system);
        var cells = new ArrayList<Cell>();
        for (double patience : TIMES) {
            for (double reactions : TIMES) {
                var temper = new Temper(patience, reactions);
                told.accept(
                        "%d of %d: %s"
                                .formatted(
                                        cells.size() + 1,
                                        TIMES.length * TIMES.length,
                                        temper.words()));
                Experiment bare = temper.of(experiment.withProtections(List.of()));
                Sum without = sum(bare, blueprint, seeds);
                Sum with = sum(bare.withProtections(protections), blueprint, seeds);
                cells.add(new Cell(temper, without.back, with.back, without.goodput, with.goodput));
            }
        }
        return new Rejudgement(seeds, cells);
    }

    private record Sum(int back, double goodput) {}

    private static Sum sum(Experiment experiment, Blueprint blueprint, int seeds) {
        int back = 0;
        double goodput = 0;
        int known = 0;
        for (int i = 0; i < seeds; i++) {
            Plan plan = Plan.of(experiment.withSeed(experiment.seed() + i));
            RunResult result = new Simulation(plan, blueprint, new Quiet()).play(false);
            back += cameBack(result.recovery()) ? 1 : 0;
            if (!Double.isNaN(result.goodput().watch())) {
                goodput += result.goodput().watch();
                known++;
            }
        }
        return new Sum(back, known == 0 ? Double.NaN : goodput / known);
    }

    private static boolean cameBack(Recovery recovery) {
        return switch (recovery) {
            case RECOVERED, NONE -> true;
            case SLOW_DRAIN, METASTABLE, NOT_RECOVERED, NOT_HEALED, OVERLOADED, UNCLEAR -> false;
        };
    }

    /// The cells in which the majority of seeds goes another way than with people as they are
    /// written, with the settings.
    public List<Cell> flips() {
        boolean usual =
                cells.stream()
                        .filter(c -> c.temper.equals(Temper.AS_WRITTEN))
                        .anyMatch(this::holds);
        return cells.stream().filter(c -> holds(c) != usual).toList();
    }

    /// Whether the system came back with the settings after most seeds.
    public boolean holds(Cell cell) {
        return 2 * cell.with > seeds;
    }

    /// A table, and a sentence on where the verdict flips.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "In virtual time, against a model fitted to the run without settings, came back after"
                        + " so many of "
                        + seeds
                        + " seeds (goodput afterwards):");
        lines.add("  %-34s  %-16s  %-16s".formatted("", "without", "with the settings"));
        for (Cell cell : cells) {
            lines.add(
                    "  %-34s  %-16s  %-16s"
                            .formatted(
                                    cell.temper.words(),
                                    words(cell.without, cell.goodputWithout),
                                    words(cell.with, cell.goodputWith)));
        }
        List<Cell> flips = flips();
        lines.add(
                flips.isEmpty()
                        ? "The verdict on the settings is the same wherever patience and reactions"
                                + " are halved or doubled."
                        : "The verdict on the settings flips with "
                                + String.join(
                                        "; ", flips.stream().map(c -> c.temper.words()).toList())
                                + ".");
        return lines;
    }

    private static String words(int back, double goodput) {
        return Double.isNaN(goodput)
                ? back + ""
                : String.format(Locale.ROOT, "%d (%.1f %%)", back, 100 * goodput);
    }
}

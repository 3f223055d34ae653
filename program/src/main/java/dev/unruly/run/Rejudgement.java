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
    public record Cell(Temper temper, Half without, Half with) {}

    /// Without settings, or with them.
    ///
    /// @param back seeds after which the system came back
    /// @param known seeds of which that could be said
    /// @param goodput after the last trigger's end, on average; NaN: never seen
    public record Half(int back, int known, double goodput) {

        /// Whether it came back after most of them.
        public boolean holds() {
            return 2 * back > known;
        }

        /// As people read it.
        public String words() {
            if (known == 0) {
                return "unclear";
            }
            return String.format(Locale.ROOT, "%d of %d (%.1f %%)", back, known, 100 * goodput);
        }
    }

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
                cells.add(
                        new Cell(
                                temper,
                                half(bare, blueprint, seeds),
                                half(bare.withProtections(protections), blueprint, seeds)));
            }
        }
        return new Rejudgement(seeds, cells);
    }

    private static Half half(Experiment experiment, Blueprint blueprint, int seeds) {
        int back = 0;
        int known = 0;
        double goodput = 0;
        for (int i = 0; i < seeds; i++) {
            Plan plan = Plan.of(experiment.withSeed(experiment.seed() + i));
            RunResult result = new Simulation(plan, blueprint, new Quiet()).play(false);
            if (result.recovery() != Recovery.UNCLEAR) {
                known++;
                back += cameBack(result.recovery()) ? 1 : 0;
                goodput += Double.isNaN(result.goodput().watch()) ? 0 : result.goodput().watch();
            }
        }
        return new Half(back, known, known == 0 ? Double.NaN : goodput / known);
    }

    private static boolean cameBack(Recovery recovery) {
        return switch (recovery) {
            case RECOVERED, NONE -> true;
            case SLOW_DRAIN, METASTABLE, NOT_RECOVERED, NOT_HEALED, OVERLOADED, UNCLEAR -> false;
        };
    }

    /// The cells in which the majority of seeds goes another way than with people as they are
    /// written, with the settings; those of which nothing is known are none of them.
    public List<Cell> flips() {
        boolean usual =
                cells.stream()
                        .filter(c -> c.temper.equals(Temper.AS_WRITTEN))
                        .anyMatch(c -> c.with.holds());
        return cells.stream()
                .filter(c -> c.with.known > 0)
                .filter(c -> c.with.holds() != usual)
                .toList();
    }

    /// A table, and a sentence on where the verdict flips.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "Seeds after which the system comes back (goodput then), in virtual time against a"
                        + " model fitted to the run without settings:");
        lines.add("  %-42s  %-20s  %s".formatted("", "without", "with the settings"));
        for (Cell cell : cells) {
            lines.add(
                    "  %-42s  %-20s  %s"
                            .formatted(
                                    cell.temper.words(), cell.without.words(), cell.with.words()));
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
        if (cells.stream().anyMatch(c -> c.with.known == 0)) {
            lines.add(
                    "Unclear: people of that temper are not served well even before anything goes"
                            + " wrong, so that there is nothing to come back to.");
        }
        return lines;
    }
}

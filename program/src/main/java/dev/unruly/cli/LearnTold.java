package dev.unruly.cli;

import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Figure;
import dev.unruly.learn.Learned;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.StateName;
import dev.unruly.report.Faithful;
import dev.unruly.report.LearnedJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What was learned, as it is told to people and to scripts.
///
/// @param said what was read, and what became of it
/// @param fidelity empty: too little was held back
/// @param places of which latencies are known
/// @param endpoints in the call graph
record LearnTold(
        List<String> said,
        Learned learned,
        List<StateName> states,
        Optional<Fidelity> fidelity,
        int places,
        int endpoints) {

    /// To people.
    ///
    /// @param say for what must be seen
    /// @param more for the rest
    void people(PrintWriter say, PrintWriter more, List<Path> written) {
        said.forEach(more::println);
        learned.warnings().forEach(line -> say.println("warning: " + line));
        LearnFiles.missing(learned, states).forEach(one -> more.println("not learned: " + one));
        fidelity.ifPresent(f -> {
            more.printf(
                    Locale.ROOT,
                    "fidelity, on %,d sessions held back (evidence against itself; naive; limit;"
                            + " nearer than naive):%n",
                    f.heldBack());
            f.rows().forEach(row -> row(more, LearnFiles.row(row)));
            f.misses().forEach(miss -> say.println("misses: " + miss));
            f.notNearer().forEach(one -> say.println("not 3 times nearer than naive: " + one));
        });
        written.forEach(file -> say.println("wrote " + file));
        say.flush();
    }

    private static void row(PrintWriter say, Faithful.Row row) {
        say.printf(
                Locale.ROOT,
                "  %-24s %8s  (%s; %s; %s; %s) %s%n",
                row.name(),
                row.model(),
                row.floor(),
                row.naive(),
                row.limit(),
                row.nearer(),
                row.standing().name().toLowerCase(Locale.ROOT));
    }

    /// To scripts.
    ///
    /// @param name of the population
    LearnedJson json(String name, List<Path> written) {
        Figure rate =
                learned.arrivals() instanceof LearnedArrivals.Known known
                        ? known.perSecond()
                        : Figure.prior(1);
        return new LearnedJson(
                name,
                said,
                learned.sessions(),
                learned.steps(),
                learned.personas().stream()
                        .map(p -> new LearnedJson.Share(p.name(), number(p.share())))
                        .toList(),
                number(rate),
                places,
                endpoints,
                fidelity.map(Fidelity::heldBack).orElse(0),
                fidelity.map(f -> f.rows().stream().map(LearnTold::measure).toList())
                        .orElse(List.of()),
                learned.warnings(),
                LearnFiles.missing(learned, states),
                written.stream().map(Path::toString).toList());
    }

    private static LearnedJson.Number number(Figure figure) {
        return new LearnedJson.Number(
                figure.value(),
                figure.low(),
                figure.high(),
                figure.learned() ? figure.sample() : 0);
    }

    private static LearnedJson.Measure measure(Fidelity.Row row) {
        return new LearnedJson.Measure(
                row.name(),
                row.of(),
                row.model(),
                row.floor(),
                row.naive(),
                row.limit(),
                LearnFiles.row(row).standing());
    }
}

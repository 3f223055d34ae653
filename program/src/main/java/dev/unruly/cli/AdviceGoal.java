package dev.unruly.cli;

import dev.unruly.advise.Derived;
import dev.unruly.advise.Goal;
import dev.unruly.advise.Known;
import dev.unruly.advise.Shapes;
import dev.unruly.advise.Traces;
import dev.unruly.model.CallGraph;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Requested;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/// A budget for a request's time, held against its calls: options, and what comes of them.
final class AdviceGoal {

    @Option(
            names = "--calls",
            paramLabel = "FILE",
            description =
                    "What requests ask of others, one after the other or at once (*.calls.yaml);"
                            + " goes before what traces show.")
    private Optional<Path> calls = Optional.empty();

    @Option(
            names = "--goal",
            paramLabel = "TEXT",
            description =
                    "A budget for a request, as \"p(99) of checkout < 400ms\": says which call eats"
                            + " it, and what each may have.")
    private Optional<String> goal = Optional.empty();

    /// A request that a goal can be about.
    private record Request(CallGraph graph, Map<String, Known> known, Optional<Traces> traces) {}

    /// Whether a budget was named.
    boolean any() {
        return goal.isPresent();
    }

    /// What comes of it: an exit code, after saying so.
    ///
    /// @param known of the places that files of calls may name
    int answer(
            Map<String, Known> known,
            List<Shapes> traced,
            long seed,
            PrintWriter err,
            java.util.function.Consumer<List<String>> say,
            int columns) {
        Map<String, Request> requests = new LinkedHashMap<>();
        for (Shapes shapes : traced) {
            requests.putIfAbsent(
                    shapes.name(),
                    new Request(shapes.graph(), shapes.parts(), Optional.of(shapes.traces())));
        }
        if (calls.isPresent()) {
            switch (Scripts.calls(calls.get(), known.keySet())) {
                case Read.Fine<List<Requested>> fine ->
                        fine.value()
                                .forEach(one ->
                                        requests.put(
                                                one.name(),
                                                new Request(one.graph(), known, Optional.empty())));
                case Read.Broken<List<Requested>> broken -> {
                    broken.problems().forEach(err::println);
                    return ExitCode.BAD_INPUT;
                }
            }
        }
        if (requests.isEmpty()) {
            err.println("--goal needs --calls FILE or --traces FILE: what does a request ask for?");
            return ExitCode.BAD_INPUT;
        }
        Expectation wanted;
        switch (Scripts.goal("--goal", goal.orElseThrow(), List.copyOf(requests.keySet()))) {
            case Read.Fine<Expectation> fine -> wanted = fine.value();
            case Read.Broken<Expectation> broken -> {
                broken.problems().forEach(err::println);
                return ExitCode.BAD_INPUT;
            }
        }
        String name = wanted.of().endpoint();
        Request request = requests.get(name);
        if (request == null || !(wanted.metric() instanceof Metric.Quantile quantile)) {
            throw new IllegalStateException("a goal that was read has a request and a quantile");
        }
        Derived<Goal> derived =
                Goal.of(
                        name,
                        request.graph(),
                        request.known(),
                        request.traces(),
                        quantile.q(),
                        wanted.bound() * 1e9,
                        new SplittableRandom(seed));
        var lines = new ArrayList<String>(List.of("", "  " + wanted.text()));
        boolean kept =
                switch (derived) {
                    case Derived.Found<Goal>(Goal found, String because) -> {
                        traced.stream()
                                .filter(s -> request.traces().isPresent() && s.name().equals(name))
                                .forEach(s -> lines.addAll(GoalText.shapes(s, quantile.q())));
                        lines.addAll(GoalText.lines(found, because, columns));
                        yield found.kept();
                    }
                    case Derived.Refused<Goal>(String because) -> {
                        lines.add("    none: " + because);
                        yield false;
                    }
                };
        say.accept(lines);
        return kept ? ExitCode.HOLDS : ExitCode.FAILS;
    }

    /// The names of requests that traces show, for goals.
    static List<String> names(List<Shapes> traced) {
        var lines = new ArrayList<String>();
        var once = new HashMap<String, Boolean>();
        for (Shapes shapes : traced) {
            if (once.put(shapes.name(), true) == null) {
                lines.add("    " + shapes.name() + "  (" + shapes.title() + ")");
            }
        }
        if (!lines.isEmpty()) {
            lines.addFirst("  requests that --goal can be about");
        }
        return lines;
    }
}

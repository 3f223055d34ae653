package dev.unruly.engine;

import dev.unruly.model.Call;
import dev.unruly.model.Journey;
import dev.unruly.model.Population;
import dev.unruly.model.SignIn;
import dev.unruly.model.Template;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The variables of a population's users, numbered, and which of them can be told in advance.
final class Names {

    private final Map<String, Integer> variables = new LinkedHashMap<>();
    private final Set<String> captured = new LinkedHashSet<>();
    private final Set<String> learned = new LinkedHashSet<>();
    private final List<String> accountColumns;

    private Names(List<String> accountColumns) {
        this.accountColumns = accountColumns;
    }

    /// All names of a population.
    static Names of(Population population) {
        Names names =
                switch (population.signIn()) {
                    case SignIn.None() -> new Names(List.of());
                    case SignIn.ByCall byCall -> {
                        var known = new Names(byCall.accounts().columns());
                        known.addCaptures(byCall.call());
                        yield known;
                    }
                };
        List<Journey.State> states =
                population.journeys().stream().flatMap(j -> j.states().stream()).toList();
        for (Journey.State state : states) {
            names.addCaptures(state.call());
            state.sets().forEach(set -> names.add(set.variable()));
        }
        names.findLearned(states);
        return names;
    }

    /// A variable's number; -1: nothing captures or sets it.
    int variable(String name) {
        return variables.getOrDefault(name, -1);
    }

    /// The column of the accounts that has this name; -1: none.
    int accountColumn(String name) {
        return accountColumns.indexOf(name);
    }

    /// Whether a variable's value depends on what the backend answers, so that it cannot be told in
    /// advance.
    boolean learned(String name) {
        return learned.contains(name);
    }

    private void addCaptures(Call call) {
        for (Call.Capture capture : call.captures()) {
            add(capture.variable());
            captured.add(capture.variable());
        }
    }

    private void add(String name) {
        variables.putIfAbsent(name, variables.size());
        if (variables.size() >= Belongings.COOKIE) {
            throw new IllegalArgumentException("more variables than can be numbered");
        }
    }

    /// What is captured is learned, and what is set from something learned.
    private void findLearned(List<Journey.State> states) {
        learned.addAll(captured);
        boolean more = true;
        while (more) {
            more = false;
            for (Journey.State state : states) {
                for (Journey.Assignment set : state.sets()) {
                    more |= usesLearned(set.value()) && learned.add(set.variable());
                }
            }
        }
    }

    private boolean usesLearned(Template template) {
        return template.parts().stream()
                .anyMatch(part ->
                        part instanceof Template.Variable variable
                                && learned.contains(variable.name()));
    }
}

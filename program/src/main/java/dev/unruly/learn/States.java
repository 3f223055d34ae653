package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// States of a log and which page belongs to which.
///
/// @param names by number
/// @param ofPage state of each page, by its number
/// @param varies whether what the page's pattern stands for differs from request to request
record States(List<StateName> names, int[] ofPage, boolean[] varies) {

    /// So many sub-resources of a state are said by name.
    private static final int NAMED = 3;

    /// Visits of each page, and the least and the greatest code of the persons who made them.
    record Seen(long[] visits, long[] least, long[] greatest) {}

    private record Rule(PathPattern pattern, int state) {}

    /// Those given by hand first, then what is learned of all pages that none of them takes.
    ///
    /// @param pages their texts, by number
    /// @param seen by whom and how often, by number
    /// @param brought what was fetched with which page
    static States of(
            List<String> pages,
            Seen seen,
            Brought brought,
            List<StatesFile.Named> byHand,
            int most) {
        var names = new LinkedHashMap<String, PathPattern>();
        var rules = new ArrayList<Rule>();
        for (StatesFile.Named named : byHand) {
            names.putIfAbsent(named.name(), named.path());
            int state = new ArrayList<>(names.keySet()).indexOf(named.name());
            rules.add(new Rule(named.path(), state));
        }
        rules.sort(Comparator.comparing(rule -> rule.pattern().width()));
        var left = new ArrayList<Patterns.Visited>();
        for (int page = 1; page < pages.size(); page++) {
            PathPattern path = PathPattern.of(pages.get(page));
            if (seen.visits()[page] > 0 && find(rules, path) < 0) {
                left.add(
                        new Patterns.Visited(
                                path,
                                seen.visits()[page],
                                seen.least()[page],
                                seen.greatest()[page]));
            }
        }
        boolean complete = left.isEmpty() && !names.isEmpty() && seen.visits()[Pages.OTHER] == 0;
        if (!complete) {
            var learned =
                    new ArrayList<>(Patterns.of(left, Math.max(2, most - names.size())).keySet());
            List<String> words = Patterns.names(learned, new LinkedHashSet<>(names.keySet()));
            for (int i = 0; i < learned.size(); i++) {
                rules.add(new Rule(learned.get(i), names.size()));
                names.put(words.get(i), learned.get(i));
            }
        }
        return assign(pages, seen.visits(), brought, names, rules, byHand);
    }

    private static States assign(
            List<String> pages,
            long[] visits,
            Brought brought,
            Map<String, PathPattern> names,
            List<Rule> rules,
            List<StatesFile.Named> byHand) {
        List<Rule> hand = rules.subList(0, byHand.size());
        var learned = new ArrayList<>(rules.subList(byHand.size(), rules.size()));
        learned.sort(Comparator.comparing(rule -> rule.pattern().width()));
        int[] ofPage = new int[pages.size()];
        boolean[] varies = new boolean[pages.size()];
        long[] seen = new long[names.size()];
        for (int page = 0; page < pages.size(); page++) {
            PathPattern path = PathPattern.of(pages.get(page));
            int rule = find(hand, path);
            List<Rule> from = rule >= 0 ? hand : learned;
            rule = rule >= 0 ? rule : find(learned, path);
            Rule found = rule >= 0 ? from.get(rule) : rules.getLast();
            ofPage[page] = found.state();
            varies[page] = found.pattern().varies() && page != Pages.OTHER;
            seen[found.state()] += visits[page];
        }
        List<Subresources> with = Subresources.of(pages, brought, ofPage, varies, seen);
        var states = new ArrayList<StateName>();
        int number = 0;
        for (Map.Entry<String, PathPattern> name : names.entrySet()) {
            PathPattern pattern = name.getValue();
            states.add(
                    new StateName(
                            name.getKey(),
                            pattern.method(),
                            pattern.path(),
                            seen[number],
                            with.get(number).played(),
                            with.get(number).words(NAMED)));
            number++;
        }
        return new States(List.copyOf(states), ofPage, varies);
    }

    private static int find(List<Rule> rules, PathPattern page) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).pattern().matches(page)) {
                return i;
            }
        }
        return -1;
    }
}

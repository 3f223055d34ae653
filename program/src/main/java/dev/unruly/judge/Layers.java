package dev.unruly.judge;

import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.stats.Latencies;
import java.util.List;

/// What users, the application and its dependencies did in stretches of seconds.
///
/// @param edge the listener where everybody comes in; -1: there is none
record Layers(Ledger ledger, int edge) {

    /// The listener where everybody comes in; -1: there is none.
    static int edge(Experiment experiment) {
        List<Dependency> all = experiment.dependencies();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).listen().equals(experiment.target().at())) {
                return i;
            }
        }
        return -1;
    }

    double perAnswer(int dependency, int start, int end) {
        return requests(dependency, start, end) / ledger.flows.answered.sum(start, end);
    }

    double givenUp(int start, int end) {
        long ended = ledger.flows.endedRequests.sum(start, end);
        return ended == 0 ? 0 : (double) ledger.flows.givenUp.sum(start, end) / ended;
    }

    double perRequest(int dependency, int start, int end) {
        long sent = ledger.flows.requests.sum(start, end);
        return sent == 0 ? Double.NaN : requests(dependency, start, end) / sent;
    }

    double requests(int dependency, int start, int end) {
        return within(dependency, start, end).stream()
                .mapToDouble(DependencySecond::requests)
                .sum();
    }

    double failedShare(int dependency, int start, int end) {
        List<DependencySecond> seconds = within(dependency, start, end);
        double failed = seconds.stream().mapToDouble(DependencySecond::failed).sum();
        return failed / Math.max(1, requests(dependency, start, end));
    }

    double inFlight(int dependency, int start, int end) {
        return within(dependency, start, end).stream()
                .mapToInt(DependencySecond::inFlight)
                .average()
                .orElse(0);
    }

    /// Requests under way in the application: at the edge's listener, or as users wait for them.
    double inside(int start, int end) {
        if (edge >= 0) {
            return inFlight(edge, start, end);
        }
        long[] running = ledger.flows.running(end);
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += running[i];
        }
        return sum / Math.max(1, end - start);
    }

    Latencies seen(int dependency, int start, int end) {
        return DependencyLoad.seen(ledger.dependencies.get(dependency), start, end);
    }

    List<DependencySecond> within(int dependency, int start, int end) {
        return ledger.dependencies.get(dependency).stream()
                .filter(s -> s.second() >= start && s.second() < end)
                .toList();
    }
}

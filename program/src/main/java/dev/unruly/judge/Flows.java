package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Roster;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Everybody's wishes and requests, second by second as they happen: what the charts show and what
/// guardrails watch.
final class Flows {

    private static final Latencies NOTHING = new Latencies();

    final PerSecond begun = new PerSecond();
    final PerSecond needed = new PerSecond();
    final PerSecond requests = new PerSecond();
    final PerSecond answered = new PerSecond();
    final PerSecond abandoned = new PerSecond();
    final PerSecond cutOff = new PerSecond();
    final PerSecond endedRequests = new PerSecond();
    final PerSecond failedRequests = new PerSecond();

    /// Requests that users or their software gave up, by the second in which they did.
    final PerSecond givenUp = new PerSecond();

    /// Everybody's requests against what their wishes need, and the same by one name at a time.
    final Ratio ratio = new Ratio();

    final List<Ratio> ratioByEndpoint;
    final List<Ratio> ratioByPersona;
    final List<Ratio> ratioByRegion;

    /// Wishes of trigger-born users.
    final PerSecond bornOfTriggers = new PerSecond();

    final Map<Cause, PerSecond> byCause = new EnumMap<>(Cause.class);
    final Map<Outcome, PerSecond> byOutcome = new EnumMap<>(Outcome.class);
    private final List<Latencies> perceived = new ArrayList<>();
    private final List<List<Latencies>> perceivedByRegion = new ArrayList<>();
    private final List<List<Latencies>> perceivedByPersona = new ArrayList<>();

    /// Requests by the second in which their wish was meant, and what the same wishes needed.
    static final class Ratio {
        final PerSecond requests = new PerSecond();
        final PerSecond needed = new PerSecond();

        /// Requests per request needed over [from, to); 1 where nothing was needed.
        double over(int from, int to) {
            long need = needed.sum(from, Math.max(from, to));
            return need == 0 ? 1 : (double) requests.sum(from, Math.max(from, to)) / need;
        }
    }

    Flows(Roster roster) {
        ratioByEndpoint = ratios(roster.endpoints().size());
        ratioByPersona = ratios(roster.personas().size());
        ratioByRegion = ratios(roster.regions().size());
        for (int i = 0; i < roster.regions().size(); i++) {
            perceivedByRegion.add(new ArrayList<>());
        }
        for (int i = 0; i < roster.personas().size(); i++) {
            perceivedByPersona.add(new ArrayList<>());
        }
    }

    void add(Intention i) {
        if (i.meantNanos() < 0) {
            return;
        }
        int second = Cohorts.second(i.meantNanos());
        begun.add(second, 1);
        needed.add(second, i.needed());
        ratio.needed.add(second, i.needed());
        ratioByEndpoint.get(i.endpoint()).needed.add(second, i.needed());
        ratioByPersona.get(i.persona()).needed.add(second, i.needed());
        ratioByRegion.get(i.region()).needed.add(second, i.needed());
        if (i.born() != 0) {
            bornOfTriggers.add(second, 1);
        }
    }

    void add(Observation o) {
        int ended = Cohorts.second(Math.max(0, o.endedNanos()));
        endedRequests.add(ended, 1);
        if (o.outcome() == Outcome.CANCELLED || o.outcome() == Outcome.TIMED_OUT) {
            givenUp.add(ended, 1);
        }
        if (o.outcome().failed()) {
            failedRequests.add(ended, 1);
            byOutcome.computeIfAbsent(o.outcome(), any -> new PerSecond()).add(ended, 1);
        }
        if (o.sentNanos() < 0) {
            return;
        }
        int sent = Cohorts.second(o.sentNanos());
        requests.add(sent, 1);
        int wished = Cohorts.second(Math.max(0, o.wishedNanos()));
        ratio.requests.add(wished, 1);
        ratioByEndpoint.get(o.endpoint()).requests.add(wished, 1);
        ratioByPersona.get(o.persona()).requests.add(wished, 1);
        ratioByRegion.get(o.region()).requests.add(wished, 1);
        byCause.computeIfAbsent(o.cause(), any -> new PerSecond()).add(sent, 1);
    }

    void add(Conclusion c) {
        if (c.intention().meantNanos() < 0) {
            return;
        }
        int second = Cohorts.second(Math.max(0, c.endedNanos()));
        switch (c.end()) {
            case ANSWERED -> answered.add(second, 1);
            case LEFT, FAILED -> abandoned.add(second, 1);
            case CUT_OFF -> cutOff.add(second, 1);
        }
        if (c.end() != Conclusion.End.CUT_OFF) {
            long nanos = c.perceivedNanos();
            record(perceived, second, nanos);
            record(perceivedByRegion.get(c.intention().region()), second, nanos);
            record(perceivedByPersona.get(c.intention().persona()), second, nanos);
        }
    }

    /// How long the wishes took that ended in a second.
    Latencies perceived(int second) {
        return at(perceived, second);
    }

    Latencies perceivedInRegion(int region, int second) {
        return at(perceivedByRegion.get(region), second);
    }

    Latencies perceivedByPersona(int persona, int second) {
        return at(perceivedByPersona.get(persona), second);
    }

    /// How many wishes run at the end of each second in [0, seconds).
    long[] running(int seconds) {
        long[] running = new long[seconds];
        long now = 0;
        for (int i = 0; i < seconds; i++) {
            now += begun.at(i) - answered.at(i) - abandoned.at(i) - cutOff.at(i);
            running[i] = now;
        }
        return running;
    }

    private static List<Ratio> ratios(int count) {
        var ratios = new ArrayList<Ratio>();
        for (int i = 0; i < count; i++) {
            ratios.add(new Ratio());
        }
        return ratios;
    }

    private static Latencies at(List<Latencies> list, int second) {
        return second < list.size() ? list.get(second) : NOTHING;
    }

    private static void record(List<Latencies> list, int second, long nanos) {
        while (list.size() <= second) {
            list.add(new Latencies());
        }
        list.get(second).record(nanos);
    }
}

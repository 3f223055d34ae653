package dev.unruly.run;

import dev.unruly.backend.Sightings;
import dev.unruly.backend.Sightings.Callee;
import dev.unruly.backend.Sightings.Span;
import dev.unruly.journal.JournalReader;
import dev.unruly.model.Call;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.Journey;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phase;
import dev.unruly.model.Quiet;
import dev.unruly.model.Region;
import dev.unruly.model.SignIn;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.model.Template;
import dev.unruly.model.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads from a run's journal what a model of the system is fitted to.
public final class Sighted extends Quiet {

    private static final long SECOND = 1_000_000_000L;

    private final Experiment experiment;
    private final List<List<DependencySecond>> seconds = new ArrayList<>();
    private final Map<String, KindDraft> kinds = new LinkedHashMap<>();

    /// By endpoint, then by part: the request itself, then its sub-resources.
    private final List<List<KindDraft>> parts = new ArrayList<>();

    private final long[] roads;
    private final long wellFromNanos;
    private final long wellToNanos;
    private int healed;
    private int end = Integer.MAX_VALUE;
    private int purged = -1;

    private Sighted(Experiment experiment) {
        this.experiment = experiment;
        for (int i = 0; i < experiment.dependencies().size(); i++) {
            seconds.add(new ArrayList<>());
        }
        this.roads = experiment.population().regions().stream().mapToLong(Sighted::road).toArray();
        long warmUp = experiment.phases().warmUpNanos();
        this.wellFromNanos = Math.ceilDiv(warmUp, SECOND) * SECOND;
        this.wellToNanos = (warmUp + experiment.phases().baselineNanos()) / SECOND * SECOND;
        for (Journey journey : experiment.population().journeys()) {
            for (Journey.State state : journey.states()) {
                var of = new ArrayList<KindDraft>();
                of.add(kind(state.call().method(), state.call().target(), false));
                state.with().forEach(target -> of.add(kind("GET", target, false)));
                parts.add(of);
            }
        }
        if (experiment.population().signIn() instanceof SignIn.ByCall by) {
            parts.add(List.of(kind(by.call().method(), by.call().target(), true)));
        } else {
            parts.add(List.of());
        }
    }

    /// Reads it from a run's folder.
    ///
    /// @param experiment as it was played
    /// @throws IOException if there is no journal, or it is of another experiment
    public static Sightings of(Path folder, Experiment experiment) throws IOException {
        var sighted = new Sighted(experiment);
        try {
            JournalReader.read(folder, sighted);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the journal is not of this experiment", e);
        }
        return sighted.sightings();
    }

    /// What of an experiment no model of a system can play, a line each: answers of a model have no
    /// content.
    public static List<String> unplayable(Experiment experiment) {
        var problems = new ArrayList<String>();
        for (Journey journey : experiment.population().journeys()) {
            for (Journey.State state : journey.states()) {
                unplayable(state.name(), state.call(), problems);
            }
        }
        if (experiment.population().signIn() instanceof SignIn.ByCall by) {
            unplayable("sign-in", by.call(), problems);
        }
        return problems;
    }

    private static void unplayable(String name, Call call, List<String> problems) {
        for (Call.Check check : call.checks()) {
            if (!(check instanceof Call.Check.Status)) {
                problems.add(
                        name + " checks what the answer says, and a model's answers say nothing");
            }
        }
        for (Call.Capture capture : call.captures()) {
            problems.add(
                    "%s remembers `%s` of the answer, and a model's answers say nothing"
                            .formatted(name, capture.variable()));
        }
    }

    private static long road(Region region) {
        return region.roundTripNanos() + region.lastMile().roundTripNanos();
    }

    private KindDraft kind(String method, Template target, boolean signsIn) {
        var path = new StringBuilder();
        for (Template.Part part : target.parts()) {
            if (!(part instanceof Template.Literal literal)) {
                break;
            }
            path.append(literal.text());
        }
        String text = path.toString();
        int query = text.indexOf('?');
        String literal = query < 0 ? text : text.substring(0, query);
        String known =
                query < 0 && !target.constant()
                        ? literal.substring(0, literal.lastIndexOf('/') + 1)
                        : literal;
        KindDraft draft =
                kinds.computeIfAbsent(method + " " + known, _ -> new KindDraft(method, known));
        draft.session |= signsIn;
        return draft;
    }

    @Override
    public void requested(Observation o) {
        if (o.sentNanos() < 0) {
            return;
        }
        List<KindDraft> of = parts.get(o.part() < 0 ? parts.size() - 1 : o.endpoint());
        KindDraft kind = of.get(Math.max(0, o.part()));
        long road = roads[o.region()];
        long from = o.sentNanos() + road / 2;
        long to = Math.max(from + 1_000_000, o.endedNanos() - road / 2);
        kind.spread(from, to);
        boolean well = o.outcome() == Outcome.OK;
        if (well) {
            kind.answered(to, o.status(), o.bodyBytes());
        }
        if (o.status() == 503) {
            kind.refused.add((int) (to / SECOND));
        } else if (o.status() == 500) {
            kind.failedAfter.record(to - from);
        }
        if (from >= wellFromNanos && from < wellToNanos - SECOND) {
            if (well && to < wellToNanos) {
                kind.took.ended(to - from);
            } else {
                kind.took.censored(Math.max(1, Math.min(to, wellToNanos) - from));
            }
        }
    }

    @Override
    public void dependency(DependencySecond second) {
        seconds.get(second.dependency()).add(second);
    }

    @Override
    public void mark(Mark mark) {
        int second = (int) Math.ceilDiv(mark.atNanos(), SECOND);
        switch (mark) {
            case Mark.TriggerEnded ended -> {
                healed = Math.max(healed, second);
                if (experiment.triggers().get(ended.trigger()) instanceof Trigger.Purge) {
                    purged = second;
                }
            }
            case Mark.PhaseBegan began -> {
                if (began.phase() == Phase.RELIEF) {
                    end = second;
                }
            }
            case Mark.RunEnded _ -> end = Math.min(end, second);
            case Mark.TriggerBegan _, Mark.Guardrailed _, Mark.Note _ -> {}
        }
    }

    private Sightings sightings() {
        String edge = "";
        List<DependencySecond> atEdge = List.of();
        var callees = new ArrayList<Callee>();
        for (int i = 0; i < seconds.size(); i++) {
            Dependency dependency = experiment.dependencies().get(i);
            if (dependency.listen().equals(experiment.target().at())) {
                edge = dependency.name();
                atEdge = seconds.get(i);
            } else {
                callees.add(callee(dependency, seconds.get(i)));
            }
        }
        int wellTo = (int) (wellToNanos / SECOND);
        var span =
                new Span(
                        (int) (wellFromNanos / SECOND),
                        wellTo,
                        Math.max(wellTo, healed),
                        end,
                        purged);
        return new Sightings(
                kinds.values().stream().map(KindDraft::kind).toList(),
                edge,
                atEdge,
                callees,
                span,
                !experiment.protections().isEmpty());
    }

    private static Callee callee(Dependency dependency, List<DependencySecond> all) {
        Connecting connecting =
                switch (dependency.protocol()) {
                    case POSTGRES -> Connecting.BY_A_POOL;
                    case REDIS, HTTP, TCP -> Connecting.BY_ITSELF;
                };
        boolean caches = dependency.protocol() == Dependency.Protocol.REDIS;
        int instances = dependency.upstreams().size();
        return new Callee(dependency.name(), connecting, caches, all, instances);
    }
}

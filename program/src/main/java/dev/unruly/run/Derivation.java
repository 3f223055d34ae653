package dev.unruly.run;

import dev.unruly.advise.BreakerRule;
import dev.unruly.advise.BreakerSetting;
import dev.unruly.advise.BulkheadRule;
import dev.unruly.advise.BulkheadSetting;
import dev.unruly.advise.Capacity;
import dev.unruly.advise.Derived;
import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.advise.TimeoutRule;
import dev.unruly.advise.TimeoutSetting;
import dev.unruly.advise.Work;
import dev.unruly.advise.WorkRule;
import dev.unruly.advise.WorkSetting;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.Persona;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.List;

/// The settings that follow from what a run has seen, for every dependency whose requests can be
/// answered by the gateway, the edge among them.
///
/// The edge gets no breaker: that knows only all and nothing, and where everybody comes in, nothing
/// is an outage. What is beyond its places is turned away there instead.
///
/// @param lines each setting, or why there is none
public record Derivation(List<Line> lines) {

    /// One setting of one dependency.
    ///
    /// @param setting its name, as in a file
    /// @param derived the policy, or why there is none
    public record Line(String dependency, String setting, Derived<? extends Policy> derived) {}

    public Derivation {
        lines = List.copyOf(lines);
    }

    /// Derives them.
    public static Derivation of(Evidence evidence) {
        Experiment experiment = evidence.experiment();
        var lines = new ArrayList<Line>();
        for (int i = 0; i < experiment.dependencies().size(); i++) {
            Dependency dependency = experiment.dependencies().get(i);
            if (dependency.protocol() == Dependency.Protocol.HTTP) {
                boolean edge = dependency.listen().equals(experiment.target().at());
                add(lines, evidence, dependency.name(), evidence.seconds().get(i), edge);
            }
        }
        return new Derivation(lines);
    }

    private static void add(
            List<Line> lines,
            Evidence evidence,
            String name,
            List<DependencySecond> seconds,
            boolean edge) {
        Known known = Known.ofRun(Place.of(name), seconds, evidence.wellFrom(), evidence.wellTo());
        lines.add(
                new Line(
                        name,
                        "timeout",
                        TimeoutRule.USUAL
                                .of(known)
                                .map(TimeoutSetting::policy)
                                .map(t -> new Policy.Timeout(rounded(t.nanos())))));
        lines.add(
                new Line(
                        name,
                        "bulkhead",
                        BulkheadRule.USUAL.of(known, 0).map(BulkheadSetting::policy)));
        if (edge) {
            lines.add(new Line(name, "budget", budget(evidence, known, seconds)));
        } else {
            lines.add(
                    new Line(
                            name,
                            "breaker",
                            BreakerRule.USUAL
                                    .of(known, 0)
                                    .map(BreakerSetting::policy)
                                    .map(Derivation::rounded)));
        }
    }

    private static Policy.Breaker rounded(Policy.Breaker b) {
        return new Policy.Breaker(
                b.failed(), b.slow(), rounded(b.slowNanos()), b.windowNanos(), b.openNanos());
    }

    /// Up to three digits, for people.
    private static long rounded(long nanos) {
        long unit = 1;
        while (nanos / unit >= 1_000) {
            unit *= 10;
        }
        return Math.ceilDiv(nanos, unit) * unit;
    }

    private static Derived<Policy.Budget> budget(
            Evidence evidence, Known known, List<DependencySecond> seconds) {
        int usual =
                seconds.stream()
                        .filter(s -> s.second() < evidence.wellTo())
                        .mapToInt(DependencySecond::peakInFlight)
                        .max()
                        .orElse(0);
        List<DependencySecond> unhurt =
                seconds.stream()
                        .filter(s ->
                                s.second() < evidence.wellTo()
                                        || (s.second() >= evidence.healedFrom()
                                                && s.second() < evidence.end()))
                        .toList();
        return WorkRule.USUAL
                .of(
                        known.traffic().peakPerSecond(),
                        Capacity.ofRun(unhurt, usual),
                        work(evidence.experiment()))
                .map(WorkSetting::policy);
    }

    /// What one request can become: the app's own retries, each by as many tries as a person makes.
    private static Work work(Experiment experiment) {
        int retries = 0;
        int tries = 1;
        for (Persona persona : experiment.population().personas()) {
            retries = Math.max(retries, persona.client().retries().most());
            tries = Math.max(tries, persona.tries());
        }
        return Work.ofRetries(retries, tries - 1);
    }

    /// What to put into force.
    public List<Protection> protections() {
        var protections = new ArrayList<Protection>();
        for (String dependency : lines.stream().map(Line::dependency).distinct().toList()) {
            var policies = new ArrayList<Policy>();
            for (Line line : lines) {
                if (line.dependency.equals(dependency)
                        && line.derived instanceof Derived.Found<? extends Policy> found) {
                    policies.add(found.value());
                }
            }
            if (!policies.isEmpty()) {
                protections.add(new Protection(dependency, "", policies));
            }
        }
        return protections;
    }
}

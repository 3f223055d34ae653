package dev.unruly.model;

import java.util.List;
import java.util.Optional;

/// What is played: who shows up, what goes wrong, what must hold.
///
/// @param name as written
/// @param target the backend's edge
/// @param allowed addresses beyond loopback that may be sent to
/// @param population who may show up
/// @param seed fixes what users would do
/// @param dependencies what the gateway stands in front of
/// @param protections what protects them; those of a dependency's routes behind its own
/// @param hooks what is done to the system around it
/// @param arrivals the organic load
/// @param phases how long each part is
/// @param triggers what goes wrong
/// @param expectations what must hold
/// @param stopIf when faults are ended and relief begins
/// @param abortIf when the run is ended
/// @param allow the share of seeds that may fail
public record Experiment(
        String name,
        Target target,
        List<AllowedTarget> allowed,
        Population population,
        long seed,
        List<Dependency> dependencies,
        List<Protection> protections,
        Hook.All hooks,
        List<Arrival> arrivals,
        Phases phases,
        List<Trigger> triggers,
        List<Expectation> expectations,
        List<Guardrail> stopIf,
        List<Guardrail> abortIf,
        Share allow) {

    public Experiment {
        allowed = List.copyOf(allowed);
        dependencies = List.copyOf(dependencies);
        protections = List.copyOf(protections);
        arrivals = List.copyOf(arrivals);
        triggers = List.copyOf(triggers);
        expectations = List.copyOf(expectations);
        stopIf = List.copyOf(stopIf);
        abortIf = List.copyOf(abortIf);
    }

    /// What `allow-targets` says of the backend's edge, if it does.
    public Optional<AllowedTarget> bound() {
        return allowed.stream()
                .filter(a -> a.host().equalsIgnoreCase(target.at().host()))
                .findFirst();
    }

    /// The same experiment under another name.
    public Experiment withName(String other) {
        return new Experiment(
                other,
                target,
                allowed,
                population,
                seed,
                dependencies,
                protections,
                hooks,
                arrivals,
                phases,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment with other people coming.
    public Experiment withArrivals(List<Arrival> others) {
        return new Experiment(
                name,
                target,
                allowed,
                population,
                seed,
                dependencies,
                protections,
                hooks,
                others,
                phases,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment with another seed.
    public Experiment withSeed(long other) {
        return new Experiment(
                name,
                target,
                allowed,
                population,
                other,
                dependencies,
                protections,
                hooks,
                arrivals,
                phases,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment with other people.
    public Experiment withPopulation(Population other) {
        return new Experiment(
                name,
                target,
                allowed,
                other,
                seed,
                dependencies,
                protections,
                hooks,
                arrivals,
                phases,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment with parts of other lengths.
    public Experiment withPhases(Phases others) {
        return new Experiment(
                name,
                target,
                allowed,
                population,
                seed,
                dependencies,
                protections,
                hooks,
                arrivals,
                others,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment without anything going wrong.
    public Experiment withoutTriggers() {
        return withTriggers(List.of());
    }

    /// The same experiment with other things going wrong.
    public Experiment withTriggers(List<Trigger> others) {
        return new Experiment(
                name,
                target,
                allowed,
                population,
                seed,
                dependencies,
                protections,
                hooks,
                arrivals,
                phases,
                others,
                expectations,
                stopIf,
                abortIf,
                allow);
    }

    /// The same experiment with other protections.
    public Experiment withProtections(List<Protection> others) {
        return new Experiment(
                name,
                target,
                allowed,
                population,
                seed,
                dependencies,
                others,
                hooks,
                arrivals,
                phases,
                triggers,
                expectations,
                stopIf,
                abortIf,
                allow);
    }
}

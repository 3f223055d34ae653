package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;

/// What comes of the wish to begin a fault.
sealed interface Beginning {

    /// It can be done.
    record Began(Hurt hurt) implements Beginning {}

    /// It cannot be done.
    ///
    /// @param why as people read it
    record Refused(String why) implements Beginning {}

    /// What a fault is about to be done to.
    ///
    /// @param notUnderstood why the dependency's requests cannot be told apart; empty: they can
    /// @param observed what the dependency took lately
    record Patient(
            Dependency dependency, String notUnderstood, Latencies observed, FaultDraws draws) {}

    /// Begins a fault, or says why that makes no sense here.
    static Beginning of(Fault fault, Patient patient, long nowNanos) {
        return switch (fault) {
            case Fault.Latency latency -> latency(latency, patient, nowNanos);
            case Fault.Stall _ -> new Began(new StallHurt());
            case Fault.Error error -> error(error, patient);
            case Fault.Reset reset -> new Began(new ResetHurt(reset, patient.draws));
            case Fault.Bandwidth bandwidth -> new Began(new BandwidthHurt(bandwidth, nowNanos));
            case Fault.Blackhole _ -> new Began(new BlackholeHurt());
        };
    }

    private static Beginning latency(Fault.Latency fault, Patient patient, long nowNanos) {
        boolean needsRequests =
                !(fault.by() instanceof Fault.Delay.Drawn) || !fault.share().equals(Share.ALL);
        if (needsRequests && !patient.notUnderstood.isEmpty()) {
            return unknown(patient, "only a delay that is drawn, of all answers, is possible");
        }
        boolean needsObserved = !(fault.by() instanceof Fault.Delay.Drawn);
        if (needsObserved && patient.observed.isEmpty()) {
            return new Refused(
                    "no answer of " + patient.dependency.name() + " has been observed yet");
        }
        return new Began(new LatencyHurt(fault, patient.observed, patient.draws, nowNanos));
    }

    private static Beginning error(Fault.Error fault, Patient patient) {
        return switch (patient.dependency.protocol()) {
            case HTTP -> new Began(new ErrorHurt(fault, patient.draws));
            case POSTGRES, REDIS, TCP ->
                    new Refused(
                            "%s speaks %s, and errors are made up for http only"
                                    .formatted(
                                            patient.dependency.name(),
                                            Protocols.name(patient.dependency.protocol())));
        };
    }

    private static Beginning unknown(Patient patient, String possible) {
        return new Refused(
                "requests of %s cannot be told apart (%s): %s"
                        .formatted(patient.dependency.name(), patient.notUnderstood, possible));
    }
}

package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.model.Protection;
import java.util.List;

/// What a run tells a gateway that is another process.
public sealed interface FromRun {

    /// To a process that was just started: listen for these.
    record Open(List<Dependency> dependencies) implements FromRun {
        public Open {
            dependencies = List.copyOf(dependencies);
        }
    }

    /// A process wants to hold the gateway, alone.
    record Hold(long process) implements FromRun {}

    /// A run begins; what it counts and hurts is told by its clock from now on.
    ///
    /// @param seed decides whom a share of faults concerns
    /// @param beganAtNanos when the run's time 0 was or will be, by the gateway's clock
    record Watch(long seed, long beganAtNanos) implements FromRun {}

    /// Begin a fault, which ends by itself.
    ///
    /// @param fault a number that is not in force, not negative
    record Begin(int fault, String dependency, Fault what, long forNanos) implements FromRun {

        /// A year. Nothing that a person waits for takes longer.
        private static final long LONGEST_NANOS = 365L * 86_400 * 1_000_000_000;

        public Begin {
            if (fault < 0) {
                throw new IllegalArgumentException("fault must be >= 0, got " + fault);
            }
            if (forNanos < 0 || forNanos > LONGEST_NANOS) {
                throw new IllegalArgumentException(
                        "a fault must last from 0 to a year, got " + forNanos + " ns");
            }
        }
    }

    /// Protect dependencies so from now on, and no others.
    record Protect(List<Protection> protections) implements FromRun {
        public Protect {
            protections = List.copyOf(protections);
        }
    }

    /// Throw away what is kept of a dependency's answers.
    record Purge(String dependency) implements FromRun {}

    /// End a fault before its time.
    record End(int fault) implements FromRun {}

    /// End all faults.
    record EndAll() implements FromRun {}

    /// The run is over; the hold stays.
    record Unwatch() implements FromRun {}

    /// The run goes on. Answered with [FromGateway.Beaten].
    ///
    /// @param atNanos by the run's clock
    record Beat(long atNanos) implements FromRun {}

    /// The hold is over, in order.
    record Leave() implements FromRun {}
}

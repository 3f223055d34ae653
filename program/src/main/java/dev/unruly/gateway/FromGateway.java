package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.RouteSecond;
import java.util.List;

/// What a gateway that is another process tells a run. Times of faults and numbers of seconds are
/// by the run's clock.
public sealed interface FromGateway {

    /// The first thing that is told on any connection.
    ///
    /// @param process the gateway's
    /// @param lasting whether it goes on after a run; else it ends when the run that holds it does
    /// @param dependencies with the ports that were given; their order is that of the indices in
    ///   [DependencySecond]
    record Serving(long process, boolean lasting, List<Dependency> dependencies)
            implements FromGateway {
        public Serving {
            dependencies = List.copyOf(dependencies);
        }
    }

    /// You hold it now.
    record Held() implements FromGateway {}

    /// Another process holds it.
    record Busy(long holder) implements FromGateway {}

    /// A fault is in force.
    record Began(int fault, String detail, long atNanos) implements FromGateway {}

    /// A fault was not begun.
    record Refused(int fault, String why) implements FromGateway {}

    /// A fault is over.
    record Ended(int fault, String detail, long atNanos) implements FromGateway {}

    /// A second is over for one of the dependencies.
    record Second(DependencySecond figures) implements FromGateway {}

    /// What the policies of one of the dependencies did in a second that is over.
    record Guarded(GuardSecond figures) implements FromGateway {}

    /// What one of its listeners saw of one route in a second that is over.
    record Routed(RouteSecond figures) implements FromGateway {}

    /// So many [Second]s could not be told, for what was told before had not been read.
    record Missed(long seconds) implements FromGateway {}

    /// The run was silent for too long, so all its faults were ended.
    record Lapsed(String why) implements FromGateway {}

    /// Nothing more is told of the run that was watched.
    record Unwatched() implements FromGateway {}

    /// Answers a beat at once.
    ///
    /// @param beatNanos what the beat said
    /// @param atNanos by the gateway's clock
    record Beaten(long beatNanos, long atNanos) implements FromGateway {}

    /// The hold is over.
    record Left() implements FromGateway {}
}

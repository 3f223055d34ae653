package dev.unruly.backend;

import dev.unruly.chance.Zipf;
import dev.unruly.model.Protection;
import java.util.List;
import java.util.Optional;

/// The way from one part of the system to another: where a gateway's listener would stand.
///
/// @param name unique in a blueprint; what an experiment calls the dependency
/// @param connecting how connections come about
/// @param protections what protects the other side; those of routes need to know what is asked for,
///   which only a link of callers does
/// @param far what stands there
public record Link(String name, Connecting connecting, List<Protection> protections, Far far) {

    /// What stands at the other end, as far as policies care.
    ///
    /// @param instances among which is chosen
    /// @param repeatable the share of what is asked there that may be asked twice; at the edge
    ///   methods say that
    /// @param keys what is asked for, the same for all who ask for the same; empty: nobody knows,
    ///   or it is the edge, where targets say it
    /// @param bytes of an answer
    public record Far(int instances, double repeatable, Optional<Zipf> keys, int bytes) {

        /// One, of which nothing is known.
        public static final Far ONE = new Far(1, 1, Optional.empty(), 0);

        public Far {
            if (instances < 1 || !(repeatable >= 0 && repeatable <= 1) || bytes < 0) {
                throw new IllegalArgumentException(
                        "instances must be >= 1, repeatable in [0, 1], bytes >= 0, got %d, %s, %d"
                                .formatted(instances, repeatable, bytes));
            }
        }
    }

    /// How connections come about. One that is open carries one request at a time, is kept, and is
    /// used again.
    public enum Connecting {
        /// Whoever needs one opens one, and fails if that fails.
        BY_ITSELF,
        /// A pool opens them one after the other, whoever needs one waits, and after a failure it
        /// pauses for 10 ms, then for twice as long each time, up to 10 s (as HikariCP 7 does).
        BY_A_POOL,
        /// It is the system's edge: connections are those of callers. What crosses is over when its
        /// caller leaves; what was begun behind it goes on.
        OF_CALLERS
    }

    public Link {
        protections = List.copyOf(protections);
    }

    /// One without any protection.
    public Link(String name, Connecting connecting) {
        this(name, connecting, List.of());
    }

    /// To one instance of which nothing is known.
    public Link(String name, Connecting connecting, List<Protection> protections) {
        this(name, connecting, protections, Far.ONE);
    }

    /// The same with other protections.
    Link with(List<Protection> others) {
        return new Link(name, connecting, others, far);
    }
}

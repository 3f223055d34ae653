package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.model.Protection;
import java.util.List;

/// A run's hold on a gateway, in this process or in another. What comes of a wish is told to the
/// [GatewayListener]. Faults and protections live only as long as the hold: they end when it is
/// closed or lost.
public interface GatewayLink extends AutoCloseable {

    /// What the gateway stands in front of, with the ports that were given. The indices in
    /// [dev.unruly.model.DependencySecond] are those of this list.
    List<Dependency> dependencies();

    /// Tells which run this is; seconds are counted from now on, by its clock.
    ///
    /// @param seed decides whom a share of faults concerns
    /// @param sinceRunBeganNanos how long ago the run began; negative: it has yet to
    void watch(long seed, long sinceRunBeganNanos);

    /// Protects dependencies so from now on, and no others: what is not named is let through as it
    /// comes. Policies that stay as they are keep what they know, and no connection is dropped.
    void protect(List<Protection> protections);

    /// Throws away what is kept of a dependency's answers.
    void purge(String dependency);

    /// Begins a fault. It ends by itself when its time is over.
    ///
    /// @param fault a number that is not in force, not negative
    void begin(int fault, String dependency, Fault what, long forNanos);

    /// Ends a fault before its time. Does nothing when it is over.
    void end(int fault);

    /// Ends all faults.
    void endAll();

    /// Says that the run goes on. To be called ten times a second or more often while faults may be
    /// in force: a gateway that hears nothing for a second and a half ends them.
    void beat();

    /// Ends all faults and lets go. Nothing more is told. Does nothing the second time.
    @Override
    void close();
}

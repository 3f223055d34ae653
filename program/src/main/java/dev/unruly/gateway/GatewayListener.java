package dev.unruly.gateway;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.RouteSecond;

/// What a run hears of a gateway. Times are nanoseconds since the run began.
public interface GatewayListener {

    /// A fault is in force.
    ///
    /// @param fault the number that the run gave it
    /// @param detail what it does, with figures that were only then known
    void began(int fault, String detail, long atNanos);

    /// A fault was not begun.
    ///
    /// @param why as people read it
    void refused(int fault, String why);

    /// A fault is over; traffic flows on.
    ///
    /// @param detail why it is
    void ended(int fault, String detail, long atNanos);

    /// A second is over for one of the dependencies.
    void second(DependencySecond second);

    /// What the policies of one of the dependencies did in a second that is over.
    void guarded(GuardSecond second);

    /// What a listener saw of one of the routes that policies name, in a second that is over.
    default void routed(RouteSecond second) {}

    /// So many [#second]s could not be told, for this process was too slow to hear them.
    void missed(long seconds);

    /// The gateway is gone, or has given this run up: nothing more will be heard. Comes at most
    /// once, and not after a close.
    void lost(String why);
}

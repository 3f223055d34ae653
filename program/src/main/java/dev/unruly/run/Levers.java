package dev.unruly.run;

import dev.unruly.model.Trigger;

/// What a [Director] pulls to make things happen. Nothing calls back before the call has returned.
public interface Levers {

    /// Told that a trigger is in force.
    interface Began {
        /// It is, from `nowNanos` on.
        ///
        /// @param detail what it does, in a few words
        void inForce(String detail, long nowNanos);

        /// It could not be brought about.
        ///
        /// @param why as people read it
        void refused(String why, long nowNanos);
    }

    /// Told that a trigger is over.
    interface Ended {
        /// It is, since `nowNanos`.
        void over(long nowNanos);
    }

    /// Hurts a dependency.
    ///
    /// @param trigger its index in the experiment
    /// @param began told once it is in force
    void beginFault(int trigger, Trigger.OnDependency fault, Began began);

    /// Stops hurting a dependency.
    ///
    /// @param ended told once traffic flows as before
    void endFault(int trigger, Trigger.OnDependency fault, Ended ended);

    /// Makes the call that hurts.
    ///
    /// @param done told once it is answered, with what came of it
    void purge(int trigger, Trigger.Purge purge, Began done);

    /// Throws away what a listener has kept.
    ///
    /// @param done told once that is so
    void forget(Trigger.Forget forget, Began done);

    /// Makes a region's road longer; 0 puts it back.
    void route(String region, long addNanos);

    /// Sends all users away and lets no new ones come.
    void hold();

    /// Lets the organic load come back, all of it at this moment, which is not before now.
    void restore(long atNanos);
}

package dev.unruly.gateway;

import dev.unruly.world.ExchangeListener;
import java.util.Optional;
import java.util.function.Consumer;

/// A request that has to pass its policies before it gets to the dependency: once, or, where it may
/// be tried again, once for each try.
sealed interface Asking permits GuardedCall, Tries {

    /// Tells the answer once it is whole, if it is one for others; empty: it is not, or none comes.
    /// To be called before [#enter].
    void tell(Copying along, Consumer<Optional<Copy>> told);

    /// Passes its policies, or is answered.
    ///
    /// @param wanted on loan
    void enter(Wanted wanted, long nowNanos);

    /// Hears the application's side.
    ExchangeListener caller();
}

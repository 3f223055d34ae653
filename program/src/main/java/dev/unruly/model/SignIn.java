package dev.unruly.model;

/// The exchange that gives a session.
public sealed interface SignIn {

    /// Nobody signs in.
    record None() implements SignIn {}

    /// Signing in by a call.
    ///
    /// @param accounts the feed that accounts are drawn from; its columns become the user's
    ///   variables
    /// @param whenExhausted what happens when there are more users than accounts
    /// @param call the exchange itself
    record ByCall(Feed accounts, WhenExhausted whenExhausted, Call call) implements SignIn {}

    /// When there are more users than accounts.
    enum WhenExhausted {
        /// Users share accounts.
        SHARE,
        /// The experiment is refused.
        REFUSE
    }
}

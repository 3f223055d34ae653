package dev.unruly.guard;

/// A call, or a part of it, that a policy did not let happen. It says who refused, and with which
/// numbers. It has no stack trace: refusing must be cheap when there is much to refuse.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String policy;

    /// @param guard the name of the dependency's guard
    /// @param policy the policy's name: `breaker`, `bulkhead`, `deadline` …
    /// @param why what the numbers were
    Refused(String guard, String policy, String why) {
        super(guard + ": refused by " + policy + ": " + why, null, false, false);
        this.policy = policy;
    }

    /// The name of the policy that refused.
    public String policy() {
        return policy;
    }
}

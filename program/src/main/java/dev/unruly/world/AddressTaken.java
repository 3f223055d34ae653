package dev.unruly.world;

/// An address that could not be bound: in use, not ours, or not permitted.
public final class AddressTaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AddressTaken(Address address, String reason) {
        super("cannot listen on " + address + ": " + reason);
    }
}

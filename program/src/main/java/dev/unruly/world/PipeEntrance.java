package dev.unruly.world;

/// The serving side of an address that takes byte streams.
public interface PipeEntrance {

    /// A pipe was accepted; [PipeListener#opened] is called on what is returned.
    PipeListener accepted(Address from, long nowNanos);
}

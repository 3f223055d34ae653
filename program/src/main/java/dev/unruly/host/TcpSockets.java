package dev.unruly.host;

/// TCP sockets by what has become of them.
///
/// @param inUse open or being opened or closed by some process
/// @param orphaned closed by their process and not yet by the network; part of `inUse`
/// @param timeWait closed by both sides, their ports still blocked for a minute
public record TcpSockets(long inUse, long orphaned, long timeWait) {

    /// No more local ports than this can be taken.
    public long mostPorts() {
        return inUse + timeWait;
    }
}

package dev.unruly.gateway;

/// The way out of one control connection. It never waits.
public interface Outlet {

    /// How many more frames it takes just now.
    int room();

    /// Takes a frame to be written; false when it has no room. What is said on a connection that is
    /// over is lost: its end is heard elsewhere.
    boolean send(byte[] frame);

    /// Ends the connection; what was taken and not yet written is lost.
    void close();
}

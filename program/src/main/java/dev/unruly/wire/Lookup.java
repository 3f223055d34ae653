package dev.unruly.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// How a host name is looked up; may block, and may be called on any thread. Literal addresses are
/// not asked for.
public interface Lookup {

    /// The address that is connected to.
    ///
    /// @throws UnknownHostException when nobody knows it, or nothing may be sent there
    InetAddress find(String host) throws UnknownHostException;
}

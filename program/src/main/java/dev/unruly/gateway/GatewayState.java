package dev.unruly.gateway;

import java.util.List;

/// How a gateway stands at one moment.
///
/// @param nowNanos the moment, by the gateway's clock
/// @param watched whether a run watches it, whose policies are in force then
/// @param leaving connections of listeners that are gone
public record GatewayState(
        long nowNanos,
        boolean watched,
        int leaving,
        List<ListenerState> listeners,
        List<Overrides.Given> overrides) {

    public GatewayState {
        listeners = List.copyOf(listeners);
        overrides = List.copyOf(overrides);
    }
}

package dev.unruly.run;

import dev.unruly.model.AllowedTarget;
import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Where may be sent to: loopback, and what the experiment lists under `allow-targets`.
public final class Reach {

    private final List<AllowedTarget> allowed;

    public Reach(Experiment experiment) {
        this.allowed = experiment.allowed();
    }

    /// Why an address may not be sent to, and what would make it right; empty: it may. Looks the
    /// name up, so that what counts is where it leads.
    public Optional<String> refusal(HostPort address) {
        for (AllowedTarget target : allowed) {
            if (target.host().equalsIgnoreCase(address.host())) {
                return Optional.empty();
            }
        }
        try {
            for (InetAddress resolved : InetAddress.getAllByName(address.host())) {
                if (!resolved.isLoopbackAddress()) {
                    return Optional.of(
                            address
                                    + " is not on this machine ("
                                    + resolved.getHostAddress()
                                    + "); if you may load it, list it: allow-targets: [{ host: "
                                    + address.host()
                                    + ", max-rate: 100/s }]");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(address.host() + " is not a name that this machine can resolve");
        }
    }
}

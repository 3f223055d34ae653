package dev.unruly.script;

import dev.unruly.model.AllowedTarget;
import dev.unruly.model.HostPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where an experiment may send to: this machine, and what its `allow-targets` lists. Literal
/// addresses are decided here; names other than `localhost` once they are resolved, by the run.
final class Reach {

    private static final String EXAMPLE = "[ { host: 10.0.0.5, max-rate: 100/s } ]";
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|0[xX].*");
    private static final Pattern FOUR_NUMBERS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    private final List<AllowedTarget> allowed = new ArrayList<>();

    /// Takes the `allow-targets` of an experiment.
    void allow(Value value) {
        for (Value item : value.items(EXAMPLE)) {
            Section section = item.section("allow-target", "{ host: 10.0.0.5, max-rate: 100/s }");
            String host = section.need("host", "10.0.0.5").map(v -> v.text("10.0.0.5")).orElse("");
            double rate =
                    section.need("max-rate", "100/s").map(v -> v.perSecond("100/s")).orElse(1.0);
            section.done();
            if (rate <= 0) {
                section.find("max-rate").ifPresent(v -> v.wrongText("is nothing", "write 100/s"));
            } else {
                allowed.add(new AllowedTarget(host, rate));
            }
        }
    }

    List<AllowedTarget> allowed() {
        return allowed;
    }

    /// Tells a problem when an address is a literal one beyond this machine and not allowed.
    void require(HostPort at, Value value) {
        String host = at.host();
        if (isMalformed(host)) {
            value.wrong(
                    "`" + host + "` is no IP address",
                    "write four numbers from 0 to 255: 127.0.0.1");
        } else if (isLiteral(host) && !isLoopback(host) && !isAllowed(host)) {
            value.wrong(
                    "`" + host + "` is not this machine and not under `allow-targets`",
                    "write allow-targets: [ { host: \"" + host + "\", max-rate: 100/s } ]");
        }
    }

    private boolean isAllowed(String host) {
        return allowed.stream().anyMatch(a -> a.host().equalsIgnoreCase(host));
    }

    private static boolean isMalformed(String host) {
        if (host.indexOf(':') < 0) {
            return NUMBERS.matcher(host).matches() && !FOUR_NUMBERS.matcher(host).matches();
        }
        if (host.indexOf('%') >= 0) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).getAddress().length == 0;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || FOUR_NUMBERS.matcher(host).matches();
    }

    /// Whether a host is this machine by its very name.
    static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || (isLiteral(host) && InetAddress.ofLiteral(host).isLoopbackAddress());
    }
}

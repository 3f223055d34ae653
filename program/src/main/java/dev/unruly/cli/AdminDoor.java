package dev.unruly.cli;

import dev.unruly.admin.Admin;
import dev.unruly.gateway.Gateway;
import dev.unruly.model.HostPort;
import dev.unruly.web.Settings;
import java.io.IOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a gateway's admin API listens, and the token that callers have to show.
///
/// @param token empty: none
/// @param made whether it was made here, so that nobody knows it yet
record AdminDoor(HostPort at, String token, boolean made) {

    /// The environment variable that holds a token.
    static final String TOKEN = "UNRULY_ADMIN_TOKEN";

    private static final Pattern AT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]/ ]+)):([0-9]{1,5})");
    private static final int TOKEN_BYTES = 16;
    private static final int MOST_PORT = 65_535;

    /// An address as people write it; empty: it is none.
    static Optional<HostPort> address(String text) {
        Matcher match = AT.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        String host = match.group(1) == null ? match.group(2) : match.group(1);
        return Optional.of(new HostPort(host, Integer.parseInt(match.group(3))));
    }

    /// With the token that was given, or one of its own where others can reach it.
    ///
    /// @param given empty: none was
    static AdminDoor at(HostPort at, String given) {
        if (!given.isEmpty() || Settings.loopback(at.host())) {
            return new AdminDoor(at, given, false);
        }
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AdminDoor(at, HexFormat.of().formatHex(bytes), true);
    }

    /// Begins to listen.
    ///
    /// @throws NoGateway when it cannot, or the token is none
    Admin open(Gateway gateway, FileConfiguration configuration) {
        Settings settings;
        try {
            settings = new Settings(at.host(), at.port(), token, Settings.USUAL_BODY_BYTES);
        } catch (IllegalArgumentException e) {
            throw new NoGateway(TOKEN + ": " + e.getMessage());
        }
        try {
            return Admin.open(settings, gateway, configuration);
        } catch (IOException e) {
            throw new NoGateway(
                    "--admin "
                            + at
                            + ": "
                            + why(e)
                            + "; end what listens there, or choose another address");
        }
    }

    private static String why(IOException e) {
        return e.getCause() instanceof Exception inner && inner.getCause() instanceof BindException
                ? String.valueOf(inner.getCause().getMessage()).toLowerCase(Locale.ROOT)
                : String.valueOf(e.getMessage());
    }
}

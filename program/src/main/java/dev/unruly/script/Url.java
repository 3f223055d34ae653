package dev.unruly.script;

import dev.unruly.model.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/// An absolute HTTP address, taken apart.
///
/// @param path with the query; empty or beginning with `/`
record Url(String text, boolean tls, HostPort at, String path) {

    private static final int LAST_PORT = 65_535;

    /// The address a value holds; empty, with a problem told, when it is none.
    static Optional<Url> read(Value value, String example) {
        String text = value.text(example);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return wrong(value, "is no URL: " + e.getReason(), example);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        String host = uri.getHost() == null ? "" : uri.getHost();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return wrong(value, "does not begin with http:// or https://", example);
        }
        if (host.isEmpty() || uri.getPort() > LAST_PORT || uri.getPort() == 0) {
            return wrong(value, "names no host, or no port from 1 to 65535", example);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return wrong(value, "has a user or a #fragment in it", example);
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return Optional.of(
                new Url(
                        text,
                        tls,
                        new HostPort(unbracketed(host), port),
                        uri.getRawPath() + query));
    }

    private static Optional<Url> wrong(Value value, String why, String example) {
        value.wrongText(why, "write one such as " + example);
        return Optional.empty();
    }

    /// A host and a port: `127.0.0.1:5432`, `[::1]:5432`.
    static Optional<HostPort> hostPort(Value value, String example) {
        String text = value.isText() ? value.text(example) : "";
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        OptionalLong port = Units.whole(colon < 0 ? text : text.substring(colon + 1));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean right =
                port.isPresent()
                        && port.getAsLong() >= 1
                        && port.getAsLong() <= LAST_PORT
                        && !host.isEmpty()
                        && host.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '@')
                        && (bracketed || host.indexOf(':') < 0);
        if (!right) {
            value.wrongText(
                    "is no host:port",
                    "write "
                            + (host.isEmpty() && port.isPresent()
                                    ? "127.0.0.1:" + port.getAsLong()
                                    : example));
            return Optional.empty();
        }
        return Optional.of(new HostPort(unbracketed(host), (int) port.getAsLong()));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}

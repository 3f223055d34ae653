package dev.unruly.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Decides who is let in.
///
/// A browser is made to call on behalf of a page that its user happens to look at. Against that:
/// the `Host` must be an address or a name of this server (a page that rebinds its own name to our
/// address sends that name); an `Origin` must be ours; and what changes something must carry what a
/// page can only send after having asked, which is answered with no.
final class Gate {

    /// Shows that a call was not made by a form of another page.
    static final String MARK = "X-Unruly";

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> ASKED_FOR =
            Set.of("application/json", "application/yaml", "application/x-yaml");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Set<String> names;

    /// What a request says of itself; empty where it says nothing.
    ///
    /// @param open whether it asks for what is there without a token
    record Knock(
            String method,
            boolean open,
            String host,
            String origin,
            String fetchSite,
            String fetchMode,
            String contentType,
            String mark,
            String authorization) {}

    /// @param host where the server listens, by which it may be called
    Gate(String token, String host) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.names = new TreeSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
    }

    /// Why it is not let in; empty: it is.
    Optional<Answer> refusal(Knock knock) {
        String name = name(knock.host);
        if (name.isEmpty() || !known(name)) {
            return no(
                    403,
                    "the Host header names no address of this server: call it by its address, or by"
                            + " the name it listens at");
        }
        boolean foreign =
                (!knock.origin.isEmpty() && !ours(knock.origin, knock.host))
                        || (otherSite(knock.fetchSite) && !knock.fetchMode.equals("navigate"));
        if (foreign) {
            return no(403, "calls from pages of others are refused");
        }
        if (!READING.contains(knock.method) && !deliberate(knock)) {
            return no(
                    403,
                    "what changes something needs Content-Type: application/json or"
                            + " application/yaml, or the header "
                            + MARK
                            + ": 1");
        }
        if (!knock.open && token.length > 0 && !shown(knock.authorization)) {
            return no(401, "show the token: Authorization: Bearer TOKEN");
        }
        return Optional.empty();
    }

    private static Optional<Answer> no(int status, String why) {
        return Optional.of(Answer.problem(status, why));
    }

    /// Without its port.
    private static String name(String host) {
        return host.replaceFirst(":[0-9]{0,5}$", "").toLowerCase(Locale.ROOT);
    }

    private boolean known(String name) {
        return LITERAL.matcher(name).matches() || names.contains(name);
    }

    private static boolean ours(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host);
    }

    private static boolean otherSite(String fetchSite) {
        return !fetchSite.isEmpty()
                && !fetchSite.equals("same-origin")
                && !fetchSite.equals("none");
    }

    private static boolean deliberate(Knock knock) {
        int end = knock.contentType.indexOf(';');
        String type = end < 0 ? knock.contentType : knock.contentType.substring(0, end);
        return knock.mark.equals("1") || ASKED_FOR.contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /// Takes as long however much of it is right.
    private boolean shown(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        byte[] given = authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token);
    }
}

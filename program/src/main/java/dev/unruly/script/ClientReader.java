package dev.unruly.script;

import dev.unruly.model.Client;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `client:` → what the software in the user's hand does by itself. What is not said is as usual
/// for its kind.
final class ClientReader {

    private static final long SECOND = 1_000_000_000L;
    private static final List<String> KINDS = List.of("browser", "app", "service");
    private static final List<String> JITTERS = List.of("none", "equal", "full");

    private ClientReader() {}

    /// What a kind of client does if nothing else is said. Browsers: six connections to a host, as
    /// Chrome and Firefox open over HTTP/1.1. Apps: OkHttp's five requests to a host, five minutes
    /// of keep-alive and ten seconds of time-out; what they repeat goes on in the background.
    /// Services: a pool of ten, an engineering prior.
    static Client defaults(Client.Kind kind) {
        return switch (kind) {
            case BROWSER ->
                    new Client(kind, 6, 60 * SECOND, 0, Client.Retries.NONE, agent(kind), false);
            case APP ->
                    new Client(
                            kind,
                            5,
                            300 * SECOND,
                            10 * SECOND,
                            Client.Retries.NONE,
                            agent(kind),
                            true);
            case SERVICE ->
                    new Client(
                            kind,
                            10,
                            60 * SECOND,
                            30 * SECOND,
                            Client.Retries.NONE,
                            agent(kind),
                            false);
        };
    }

    private static String agent(Client.Kind kind) {
        return switch (kind) {
            case BROWSER -> "Mozilla/5.0 (compatible; Unruly browser)";
            case APP -> "Unruly app";
            case SERVICE -> "Unruly service";
        };
    }

    /// The client of a mapping.
    static Client read(Value value) {
        Section section = value.section("client", "{ kind: browser }");
        Client.Kind kind =
                section.need("kind", "browser")
                        .map(v -> Client.Kind.valueOf(v.word(KINDS).toUpperCase(Locale.ROOT)))
                        .orElse(Client.Kind.BROWSER);
        Client usual = defaults(kind);
        int connections =
                section.find("connections")
                        .map(v -> (int) v.whole(1, 1_000, "6"))
                        .orElse(usual.connections());
        long keepAlive =
                section.find("keep-alive")
                        .map(v -> noneOrNanos(v, "60s"))
                        .orElse(usual.keepAliveNanos());
        long timeout =
                section.find("timeout").map(v -> noneOrNanos(v, "2s")).orElse(usual.timeoutNanos());
        Client.Retries retries =
                section.find("retries").map(ClientReader::retries).orElse(usual.retries());
        String agent =
                section.find("user-agent").map(ClientReader::agentOf).orElse(usual.userAgent());
        boolean persists =
                section.find("persists-after-leaving")
                        .map(Value::flag)
                        .orElse(usual.persistsAfterLeaving());
        section.done();
        return new Client(kind, connections, keepAlive, timeout, retries, agent, persists);
    }

    private static boolean isNone(Value value) {
        return value.isText() && value.text("none").equals("none");
    }

    private static long noneOrNanos(Value value, String example) {
        return isNone(value) ? 0 : value.nanos(1, example + " or none");
    }

    private static String agentOf(Value value) {
        String text = isNone(value) ? "" : value.text("a text, or none");
        if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            value.wrongText("has characters that no header field holds", "write plain letters");
        }
        return text;
    }

    private static Client.Retries retries(Value value) {
        if (isNone(value)) {
            return Client.Retries.NONE;
        }
        Section section = value.section("retries", "{ most: 3, backoff: { base: 200ms } }");
        int most = section.need("most", "3").map(v -> (int) v.whole(0, 100, "3")).orElse(0);
        Optional<Value> backoff = section.find("backoff");
        Client.Retries retries =
                backoff.map(v -> backoff(v, most))
                        .orElse(new Client.Retries(most, 0, 1, 0, Client.Jitter.NONE));
        section.done();
        return retries;
    }

    private static Client.Retries backoff(Value value, int retries) {
        Section section = value.section("backoff", "{ base: 200ms, factor: 2, most: 3s }");
        long base = section.need("base", "200ms").map(v -> v.nanos(0, "200ms")).orElse(0L);
        double factor = section.find("factor").map(v -> v.number(1, 100, "2")).orElse(2.0);
        long most =
                section.find("most")
                        .map(v -> v.nanos(base, "a pause of at least the base"))
                        .orElse(Units.LONGEST_NANOS);
        Client.Jitter jitter =
                section.find("jitter")
                        .map(v -> Client.Jitter.valueOf(v.word(JITTERS).toUpperCase(Locale.ROOT)))
                        .orElse(Client.Jitter.NONE);
        section.done();
        return new Client.Retries(retries, base, factor, most, jitter);
    }
}

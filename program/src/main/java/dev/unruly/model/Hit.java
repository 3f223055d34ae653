package dev.unruly.model;

/// One request as some log has it: one object for all lines, filled again for each.
public final class Hit {

    private final Slice address = new Slice();
    private final Slice agent = new Slice();
    private final Slice account = new Slice();
    private final Slice method = new Slice();
    private final Slice url = new Slice();
    private final Slice host = new Slice();
    private final Slice referrer = new Slice();
    private final Slice contentType = new Slice();
    private final Slice region = new Slice();
    private final Slice upstream = new Slice();
    private long atMillis;
    private int status;
    private long bytes = -1;
    private long tookMicros = -1;
    private long upstreamMicros = -1;
    private boolean leftEarly;

    /// Forgets the line before.
    public void clear() {
        address.clear();
        agent.clear();
        account.clear();
        method.clear();
        url.clear();
        host.clear();
        referrer.clear();
        contentType.clear();
        region.clear();
        upstream.clear();
        atMillis = 0;
        status = 0;
        bytes = -1;
        tookMicros = -1;
        upstreamMicros = -1;
        leftEarly = false;
    }

    /// Of the caller; may be empty.
    public Slice address() {
        return address;
    }

    /// What the caller says it is.
    public Slice agent() {
        return agent;
    }

    /// User id or session cookie as the log has it; empty where it has none.
    public Slice account() {
        return account;
    }

    /// Of the request, as `GET`.
    public Slice method() {
        return method;
    }

    /// Path with query, as it was sent.
    public Slice url() {
        return url;
    }

    /// That was asked.
    public Slice host() {
        return host;
    }

    /// The page that the caller came from.
    public Slice referrer() {
        return referrer;
    }

    /// Of the answer.
    public Slice contentType() {
        return contentType;
    }

    /// A country or city code, as a CDN says it.
    public Slice region() {
        return region;
    }

    /// When the request came, milliseconds since the epoch, UTC.
    public long atMillis() {
        return atMillis;
    }

    public void atMillis(long atMillis) {
        this.atMillis = atMillis;
    }

    /// 0: no answer was sent.
    public int status() {
        return status;
    }

    public void status(int status) {
        this.status = status;
    }

    /// Of the answer's body; −1: not known.
    public long bytes() {
        return bytes;
    }

    public void bytes(long bytes) {
        this.bytes = bytes;
    }

    /// From the request to the end of the answer; −1: not known.
    public long tookMicros() {
        return tookMicros;
    }

    public void tookMicros(long tookMicros) {
        this.tookMicros = tookMicros;
    }

    /// What the server asked itself for the answer; empty: it has no name in the log.
    public Slice upstream() {
        return upstream;
    }

    /// How long that took; −1: not known, or nobody was asked.
    public long upstreamMicros() {
        return upstreamMicros;
    }

    public void upstreamMicros(long upstreamMicros) {
        this.upstreamMicros = upstreamMicros;
    }

    /// Whether the caller went away before the answer.
    public boolean leftEarly() {
        return leftEarly;
    }

    public void leftEarly(boolean leftEarly) {
        this.leftEarly = leftEarly;
    }
}

package dev.unruly.wire;

import dev.unruly.world.Ending;

/// What speaks over a [Link]. Nothing is called from within a call to the link.
interface Party {

    /// The link is open for the user, after the road.
    void opened(long nowNanos);

    /// Something has arrived: bytes, or a part of a message where a codec sits on the socket. The
    /// link releases it. Returns whether all of it was taken; if not, the link keeps the rest, and
    /// whatever follows, until [Link#resume].
    boolean read(Object message, long nowNanos);

    /// The other side has ended its direction. Only where links may be half-closed.
    void shut(long nowNanos);

    /// What was written before [Link#tellWhenSent] has left for the road.
    void sent(long nowNanos);

    /// There is room to write again.
    void drained(long nowNanos);

    /// The link is gone: [Ending#COMPLETE] when the other side closed in good order. Not called
    /// when the party itself left.
    void ended(Ending ending, long nowNanos);
}

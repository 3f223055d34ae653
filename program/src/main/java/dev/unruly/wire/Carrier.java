package dev.unruly.wire;

import dev.unruly.world.Ending;
import io.netty.buffer.ByteBuf;

/// What carries a [Link]'s bytes: a [Socket], or one at the end of a road.
interface Carrier {

    /// Who is told what happens to a carrier. All but [#read] may be told from within a call to it.
    interface Owner {

        /// The connection is there.
        void connected();

        /// Something has arrived, and belongs to whoever is told: bytes, or a part of a message
        /// where a codec sits on the socket. Never told from within any call.
        void read(Object message, long nowNanos);

        /// The other side has ended its direction.
        void inputShut();

        /// There is room to write again, perhaps.
        void roomy();

        /// All that was written before [Carrier#tellWhenSent] has gone out.
        void sent();

        /// The carrier is gone, and not by its owner's [Carrier#close] or [Carrier#reset].
        void gone(Ending ending);
    }

    /// Appends to what goes out at the next [#flush]. Consumes the bytes.
    void write(ByteBuf bytes);

    void flush();

    /// Whether there is room to write.
    boolean hasRoom();

    /// How many bytes were written that wait.
    long unsentBytes();

    /// Whether everything has gone out; if not, [Owner#sent] follows.
    boolean tellWhenSent();

    /// Whether to read on.
    void reading(boolean on);

    /// Ends our direction once everything has gone out.
    void shutOutput();

    /// Closes; what the other side is slow to take may be lost.
    void close();

    /// Closes with a reset.
    void reset();

    /// Closes once everything has gone out. [Owner#gone] may follow.
    void closeWhenSent();

    /// Closes once everything has gone out and the other side has closed too: closing while there
    /// is something unread would send a reset, which can destroy an answer before it is read (RFC
    /// 9112 section 9.6). [Owner#gone] may follow.
    void closeWhenHeard();
}

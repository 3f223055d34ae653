package dev.unruly.wire;

import dev.unruly.world.Ending;
import io.netty.buffer.ByteBuf;

/// What travels a [Way].
sealed interface Parcel {

    /// Bytes; whoever receives them releases them.
    record Data(ByteBuf bytes) implements Parcel {}

    /// What TCP tells by a flag.
    enum Signal implements Parcel {
        /// A connection is asked for (SYN).
        CONNECT,
        /// It is open (SYN-ACK).
        OPENED,
        /// This direction has ended (FIN).
        SHUT,
        /// The sender has closed (FIN), and hears nothing more.
        CLOSE,
        /// The sender has closed at once (RST).
        RESET
    }

    /// The other side is gone.
    record Gone(Ending ending) implements Parcel {}
}

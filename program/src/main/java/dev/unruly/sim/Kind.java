package dev.unruly.sim;

/// What a [Parcel] brings.
enum Kind {
    /// To oneself: the last byte of the request has left.
    SENT,
    /// To oneself: an exchange may be over.
    SETTLE,
    /// To oneself: tell that it is over.
    GONE,
    /// To oneself: reading goes on.
    DELIVER,
    /// The reader has made room for the writer.
    ROOM,
    /// Asks for a connection.
    KNOCK,
    /// The connection is open.
    OPENED,
    /// The connection cannot be.
    REFUSED,
    /// A request's head.
    REQUEST,
    /// An interim answer.
    INTERIM,
    /// An answer's head.
    ANSWER,
    /// A part of a body, or of a stream.
    BODY,
    /// The end of a body whose size was not known.
    END,
    /// The end of a direction, in good order.
    FIN,
    /// The end of both directions, at once.
    RESET
}

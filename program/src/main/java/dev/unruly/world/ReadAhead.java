package dev.unruly.world;

/// What can be read shortly before it is used, so that it is in a cache by then.
///
/// Of a million users' objects no cache holds many. What one of them needs next is waited for piece
/// by piece, for each piece tells where the next is; but a processor waits for the pieces of many
/// users at once if they are asked for one after the other. So the wheel asks the alarms of a tick:
/// all for what they are, then all for what they refer to, and so on.
public interface ReadAhead {

    /// Reads of what lies so many references away (0: this itself) and changes nothing. Returns
    /// something that hangs on what was read, for otherwise it would not be; 0 when there is
    /// nothing to read at that depth nor beyond, which may also be by chance.
    default int readAhead(int depth) {
        return 0;
    }
}

package dev.unruly.world;

/// The header fields of a message, in their order. Borrowed: valid until the call that brought them
/// returns.
public interface Fields {

    /// How many fields there are.
    int size();

    /// The i-th field's name, as sent.
    CharSequence name(int i);

    /// The i-th field's value, without surrounding space.
    CharSequence value(int i);

    /// The index of the first field of this name at or after `from`, whatever its case; -1: none.
    int find(CharSequence name, int from);
}

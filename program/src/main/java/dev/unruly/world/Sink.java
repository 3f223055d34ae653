package dev.unruly.world;

/// What a [Head] renders itself into.
public interface Sink {

    /// The request line.
    void request(CharSequence method, CharSequence target);

    /// The status line.
    void status(int status);

    /// One field.
    void field(CharSequence name, CharSequence value);

    /// Fields that were prepared once.
    void fields(Block block);
}

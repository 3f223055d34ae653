package dev.unruly.world;

/// Bytes on loan. Who is handed them may read until the call returns; who wants them longer calls
/// [#keep] and later [#drop]; who writes them gives them away.
public interface Bytes {

    /// How many there are.
    int size();

    /// The i-th byte.
    byte at(int i);

    /// Copies `count` bytes, beginning with the one at `from`.
    void copyTo(int from, byte[] to, int at, int count);

    /// Makes them outlive the call; returns what must be [#drop]ped.
    Bytes keep();

    /// Gives up what was kept.
    void drop();

    /// Bytes on the heap, which need no care. The array is not copied and must not change.
    static Bytes of(byte... bytes) {
        return new HeapBytes(bytes, 0, bytes.length);
    }

    /// A slice of bytes on the heap. The array is not copied and must not change.
    static Bytes of(byte[] bytes, int from, int count) {
        return new HeapBytes(bytes, from, count);
    }
}

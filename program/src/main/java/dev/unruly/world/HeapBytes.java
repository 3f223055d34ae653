package dev.unruly.world;

import java.util.Objects;

/// Bytes in an array; the garbage collector takes care of them.
final class HeapBytes implements Bytes {

    private final byte[] array;
    private final int from;
    private final int size;

    HeapBytes(byte[] array, int from, int size) {
        Objects.checkFromIndexSize(from, size, array.length);
        this.array = array;
        this.from = from;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public byte at(int i) {
        return array[from + Objects.checkIndex(i, size)];
    }

    @Override
    public void copyTo(int start, byte[] to, int at, int count) {
        Objects.checkFromIndexSize(start, count, size);
        System.arraycopy(array, from + start, to, at, count);
    }

    @Override
    public Bytes keep() {
        return this;
    }

    @Override
    public void drop() {}
}

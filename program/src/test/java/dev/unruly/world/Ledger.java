package dev.unruly.world;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.checkIndex;

/// Makes bytes that count who keeps and who drops them.
final class Ledger {

    private int outstanding;
    private int made;

    /// Fresh bytes, of which the caller holds one share. The i-th byte follows from `first` and i.
    Bytes make(int first, int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = pattern(first + i);
        }
        made++;
        outstanding++;
        return new Counted(content);
    }

    /// The byte at a place of an endless text that does not repeat within a block.
    static byte pattern(int at) {
        return (byte) (at ^ at >>> 8 ^ at >>> 16);
    }

    int made() {
        return made;
    }

    /// Shares that were not given back.
    int outstanding() {
        return outstanding;
    }

    private final class Counted implements Bytes {

        private final byte[] content;
        private int shares = 1;

        Counted(byte[] content) {
            this.content = content;
        }

        @Override
        public int size() {
            return content.length;
        }

        @Override
        public byte at(int i) {
            alive();
            return content[checkIndex(i, content.length)];
        }

        @Override
        public void copyTo(int from, byte[] to, int at, int count) {
            alive();
            checkFromIndexSize(from, count, content.length);
            System.arraycopy(content, from, to, at, count);
        }

        @Override
        public Bytes keep() {
            alive();
            shares++;
            outstanding++;
            return this;
        }

        @Override
        public void drop() {
            alive();
            shares--;
            outstanding--;
        }

        private void alive() {
            if (shares <= 0) {
                throw new IllegalStateException("bytes are used after they were dropped");
            }
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.world.Bytes;

/// Counts who keeps and who drops the bytes that it makes.
final class Counted {

    private int outstanding;

    /// Fresh bytes, of which the caller holds one share.
    Bytes of(byte[] content) {
        outstanding++;
        return new Shared(content);
    }

    /// Shares that were not given back.
    int outstanding() {
        return outstanding;
    }

    private final class Shared implements Bytes {

        private final byte[] content;
        private int shares = 1;

        Shared(byte[] content) {
            this.content = content;
        }

        @Override
        public int size() {
            return content.length;
        }

        @Override
        public byte at(int i) {
            alive();
            return content[i];
        }

        @Override
        public void copyTo(int from, byte[] to, int at, int count) {
            alive();
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

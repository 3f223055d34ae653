package dev.unruly.wire;

import dev.unruly.world.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The bytes that one loop lends to its users, and takes from them.
final class Loans {

    private static final int SCRATCH_BYTES = 16_384;

    private final ByteBufAllocator allocator;
    private final Lent lent = new Lent();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private long held;

    Loans(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Shares that users keep and have not dropped.
    long held() {
        return held;
    }

    /// Lends a part of a buffer until [#takeBack]. One loan at a time.
    Bytes lend(ByteBuf buffer, int from, int size) {
        lent.buffer = buffer;
        lent.from = from;
        lent.size = size;
        return lent;
    }

    /// Ends the loan.
    void takeBack() {
        lent.buffer = null;
    }

    /// Takes bytes that a user gives away; the buffer belongs to the caller.
    ByteBuf take(Bytes bytes) {
        return switch (bytes) {
            case Lent one -> one.alive().retainedSlice(one.from, one.size);
            case Kept one -> one.giveAway();
            default -> copy(bytes);
        };
    }

    /// Bytes of our own.
    ByteBuf own(byte... bytes) {
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    /// Takes bytes that nobody will read.
    static void discard(Bytes bytes) {
        if (!(bytes instanceof Lent)) {
            bytes.drop();
        }
    }

    /// Copies a few bytes behind others, where there is room for them. Consumes them. By way of our
    /// array: from one to the other Netty would make two objects for it.
    void append(ByteBuf bytes, ByteBuf to) {
        int size = bytes.readableBytes();
        bytes.getBytes(bytes.readerIndex(), scratch, 0, size);
        to.writeBytes(scratch, 0, size);
        bytes.release();
    }

    private ByteBuf copy(Bytes bytes) {
        int size = bytes.size();
        ByteBuf copy = allocator.directBuffer(size);
        for (int at = 0; at < size; at += SCRATCH_BYTES) {
            int count = Math.min(SCRATCH_BYTES, size - at);
            bytes.copyTo(at, scratch, 0, count);
            copy.writeBytes(scratch, 0, count);
        }
        bytes.drop();
        return copy;
    }

    /// Bytes on loan until a callback returns.
    private final class Lent implements Bytes {

        private @Nullable ByteBuf buffer;
        private int from;
        private int size;

        private ByteBuf alive() {
            if (buffer == null) {
                throw new IllegalStateException(
                        "bytes are used after the call that lent them, and were not kept");
            }
            return buffer;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public byte at(int i) {
            return alive().getByte(from + Objects.checkIndex(i, size));
        }

        @Override
        public void copyTo(int start, byte[] to, int at, int count) {
            Objects.checkFromIndexSize(start, count, size);
            alive().getBytes(from + start, to, at, count);
        }

        @Override
        public Bytes keep() {
            held++;
            return new Kept(alive().retainedSlice(from, size));
        }

        @Override
        public void drop() {
            throw new IllegalStateException("bytes are dropped that were not kept");
        }
    }

    /// Bytes that outlive the callback.
    private final class Kept implements Bytes {

        private final ByteBuf buffer;
        private int shares = 1;

        Kept(ByteBuf buffer) {
            this.buffer = buffer;
        }

        private ByteBuf alive() {
            if (shares == 0) {
                throw new IllegalStateException("bytes are used after they were dropped");
            }
            return buffer;
        }

        ByteBuf giveAway() {
            alive();
            held--;
            return --shares == 0 ? buffer : buffer.retainedDuplicate();
        }

        @Override
        public int size() {
            return alive().readableBytes();
        }

        @Override
        public byte at(int i) {
            return alive().getByte(buffer.readerIndex() + Objects.checkIndex(i, size()));
        }

        @Override
        public void copyTo(int start, byte[] to, int at, int count) {
            Objects.checkFromIndexSize(start, count, size());
            buffer.getBytes(buffer.readerIndex() + start, to, at, count);
        }

        @Override
        public Bytes keep() {
            alive();
            held++;
            shares++;
            return this;
        }

        @Override
        public void drop() {
            alive();
            held--;
            if (--shares == 0) {
                buffer.release();
            }
        }
    }
}

package dev.unruly.wire;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/// What the connections of one loop share, since it serves one at a time.
final class Kit {

    /// The most that is taken from a socket at once where a road follows: what is taken at once
    /// arrives at once.
    private static final int MOST_FAR_READ_BYTES = 16_384;

    private final ByteBufAllocator allocator;
    private final Loans loans;
    private final HeadWriter heads;
    private final AnswerHead answerHead = new AnswerHead();
    private final GuestFields guestFields = new GuestFields();
    private final RecvByteBufAllocator reads = new AdaptiveRecvByteBufAllocator();
    private final RecvByteBufAllocator farReads =
            new AdaptiveRecvByteBufAllocator(64, 2_048, MOST_FAR_READ_BYTES);

    Kit(ByteBufAllocator allocator) {
        this.allocator = allocator;
        this.loans = new Loans(allocator);
        this.heads = new HeadWriter(allocator);
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /// Bytes that are lent to users and taken from them.
    Loans loans() {
        return loans;
    }

    /// Writes one head at a time.
    HeadWriter heads() {
        return heads;
    }

    /// The head of the answer that is being read.
    AnswerHead answerHead() {
        return answerHead;
    }

    /// The fields of the request that is being told of.
    GuestFields guestFields() {
        return guestFields;
    }

    /// How much is read at once.
    RecvByteBufAllocator reads() {
        return reads;
    }

    /// How much is read at once where a road follows.
    RecvByteBufAllocator farReads() {
        return farReads;
    }
}

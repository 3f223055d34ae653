package dev.unruly.wire;

import dev.unruly.world.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One operating system's socket, and the last handler of its Netty pipeline.
final class Socket extends ChannelInboundHandlerAdapter implements Carrier {

    private enum State {
        OPEN,
        /// The owner has left; what was written still goes out, what comes in is thrown away.
        LEAVING,
        CLOSED
    }

    private final WireLoop loop;
    private final Owner owner;
    private final Channel channel;
    private State state = State.OPEN;
    private @Nullable Ending broken;
    private @Nullable Farewell farewell;

    /// Takes over a channel that the loop does not know yet. Codecs may be in its pipeline already.
    ///
    /// @param halfCloses whether the end of one direction leaves the other open
    Socket(
            WireLoop loop,
            Owner owner,
            Channel channel,
            RecvByteBufAllocator reads,
            boolean halfCloses) {
        this.loop = loop;
        this.owner = owner;
        this.channel = channel;
        ChannelConfig config = channel.config();
        config.setAllocator(loop.kit().allocator());
        config.setAutoClose(false);
        config.setConnectTimeoutMillis(0);
        config.setRecvByteBufAllocator(reads);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, halfCloses);
        channel.pipeline().addLast(this);
        loop.register(channel);
    }

    /// Takes the codec out of the way: from now on bytes come as they are. What it holds is told
    /// before this returns.
    void removeCodec() {
        channel.pipeline().removeFirst();
    }

    void connect(InetSocketAddress address) {
        var _ =
                channel.connect(address)
                        .addListener(done -> {
                            if (!done.isSuccess()) {
                                die(Endings.of(done.cause()));
                            }
                        });
    }

    @Override
    public void write(ByteBuf bytes) {
        if (state == State.CLOSED) {
            bytes.release();
        } else {
            // No handler of the pipeline looks at what goes out.
            channel.unsafe().write(bytes, channel.voidPromise());
        }
    }

    @Override
    public void flush() {
        channel.unsafe().flush();
    }

    @Override
    public boolean hasRoom() {
        return channel.isWritable();
    }

    @Override
    public long unsentBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean tellWhenSent() {
        if (unsentBytes() == 0) {
            return true;
        }
        whenSent().addListener(done -> owner.sent());
        return false;
    }

    /// Done when everything that was written before has gone out, or the socket is closed.
    private ChannelFuture whenSent() {
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void reading(boolean on) {
        if (state == State.OPEN) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void shutOutput() {
        if (unsentBytes() == 0) {
            shutNow();
        } else {
            whenSent().addListener(done -> shutNow());
        }
    }

    private void shutNow() {
        if (state != State.CLOSED && channel.isActive()) {
            var _ = ((DuplexChannel) channel).shutdownOutput();
        }
    }

    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        channel.flush();
        state = State.CLOSED;
        if (farewell != null) {
            loop.disarm(farewell);
        }
        var _ = channel.close();
    }

    @Override
    public void reset() {
        if (state != State.CLOSED && channel.isActive()) {
            try {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException e) {
                // The other side was quicker: nobody is left to be told.
                broken = Ending.RESET;
            }
        }
        close();
    }

    @Override
    public void closeWhenSent() {
        if (unsentBytes() == 0) {
            close();
            return;
        }
        leave(Farewell.TO_SEND_NANOS);
        whenSent().addListener(done -> farewellOver());
    }

    @Override
    public void closeWhenHeard() {
        leave(Farewell.TO_LISTEN_NANOS);
        shutOutput();
    }

    private void leave(long mostNanos) {
        reading(true);
        state = State.LEAVING;
        farewell = new Farewell(this);
        loop.arm(farewell, loop.nanos() + mostNanos);
    }

    void farewellOver() {
        if (state == State.LEAVING) {
            close();
            owner.gone(Ending.COMPLETE);
        }
    }

    private void die(Ending ending) {
        if (state != State.CLOSED) {
            close();
            owner.gone(ending);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (state == State.OPEN) {
            owner.connected();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state != State.OPEN || loop.failed()) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            owner.read(message, loop.nanos());
            loop.takeTurns();
        } catch (Throwable thrown) {
            loop.fail(thrown);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE || state == State.CLOSED) {
            return;
        }
        if (broken != null || state == State.LEAVING) {
            die(broken == null ? Ending.COMPLETE : broken);
        } else {
            owner.inputShut();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (state == State.OPEN && channel.isWritable()) {
            owner.roomy();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        die(broken == null ? Ending.COMPLETE : broken);
    }

    /// A broken direction to write is not the end: an answer may have come before the reset.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (state == State.CLOSED) {
            return;
        }
        switch (thrown) {
            case ChannelOutputShutdownException _ -> broken = Endings.of(thrown);
            case IOException _ -> die(Endings.of(thrown));
            default -> {
                if (Endings.isDirectMemory(thrown)) {
                    die(Ending.NO_MEMORY);
                } else {
                    loop.fail(thrown);
                }
            }
        }
    }
}

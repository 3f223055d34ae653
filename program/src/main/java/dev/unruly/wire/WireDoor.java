package dev.unruly.wire;

import dev.unruly.world.Address;
import dev.unruly.world.AddressTaken;
import dev.unruly.world.Alarm;
import dev.unruly.world.Door;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// A listening socket.
final class WireDoor extends ChannelInboundHandlerAdapter implements Door {

    /// What becomes of an accepted socket.
    interface Reception {
        void accept(Channel accepted, Address from, long nowNanos);
    }

    /// Connections that wait to be accepted; Linux caps it at net.core.somaxconn (4,096 since 5.4).
    private static final int BACKLOG = 4_096;

    /// How long nobody is accepted after there was no descriptor for somebody.
    private static final long RESPITE_NANOS = 100_000_000L;

    private final WireLoop loop;
    private final Reception reception;
    private final ServerChannel channel;
    private final Address address;
    private boolean closed;

    /// @throws AddressTaken when the address cannot be bound
    WireDoor(WireLoop loop, Address wanted, Reception reception) {
        this.loop = loop;
        this.reception = reception;
        this.channel = loop.transport().serverSocket();
        channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.pipeline().addLast(this);
        loop.register(channel);
        ChannelFuture bound = channel.bind(resolve(wanted));
        Throwable cause = bound.cause();
        if (cause != null) {
            var _ = channel.close();
            throw new AddressTaken(wanted, Endings.whyNotBound(cause));
        }
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        this.address = new Address(wanted.host(), port);
    }

    private static InetSocketAddress resolve(Address wanted) {
        try {
            return new InetSocketAddress(InetAddress.getByName(wanted.host()), wanted.port());
        } catch (UnknownHostException e) {
            throw new AddressTaken(wanted, "nobody knows that name");
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            var _ = channel.close();
            loop.exit(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var accepted = (Channel) message;
        if (closed || loop.failed()) {
            ReferenceCountUtil.release(message);
            accepted.unsafe().closeForcibly();
            return;
        }
        try {
            reception.accept(accepted, from(accepted), loop.nanos());
            loop.takeTurns();
        } catch (Throwable thrown) {
            loop.fail(thrown);
        }
    }

    private static Address from(Channel accepted) {
        return accepted.remoteAddress() instanceof InetSocketAddress remote
                ? new Address(remote.getAddress().getHostAddress(), remote.getPort())
                : new Address("unknown", 0);
    }

    /// Somebody could not be accepted. The system goes on saying that they wait, so the door takes
    /// a rest instead of asking again and again.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (!(thrown instanceof IOException)) {
            loop.fail(thrown);
            return;
        }
        channel.config().setAutoRead(false);
        loop.arm(new Respite(), loop.nanos() + RESPITE_NANOS);
    }

    private final class Respite extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            if (!closed) {
                channel.config().setAutoRead(true);
            }
        }
    }
}

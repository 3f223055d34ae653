package dev.unruly.wire;

import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeListener;
import io.netty.buffer.ByteBuf;

/// A TCP connection as a byte stream, dialled or accepted.
final class WirePipe implements Pipe, Party, Turn {

    private final WireLoop loop;
    private final PipeListener listener;
    private final long id;
    private final Link link;

    WirePipe(WireLoop loop, long id, PipeListener listener) {
        this.loop = loop;
        this.id = id;
        this.listener = listener;
        this.link = new Link(loop, this, false);
    }

    Link link() {
        return link;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void write(Bytes bytes) {
        link.write(loop.kit().loans().take(bytes));
    }

    @Override
    public boolean writable() {
        return link.writable();
    }

    @Override
    public void pause() {
        link.pause();
    }

    @Override
    public void resume() {
        link.resume();
    }

    @Override
    public void shut() {
        link.shut();
    }

    @Override
    public void reset() {
        if (link.reset()) {
            loop.later(this);
        }
    }

    /// Tells of its reset.
    @Override
    public void take(long nowNanos) {
        listener.ended(Ending.CANCELLED, nowNanos);
    }

    @Override
    public void opened(long nowNanos) {
        listener.opened(this, nowNanos);
    }

    @Override
    public boolean read(Object message, long nowNanos) {
        var bytes = (ByteBuf) message;
        Loans loans = loop.kit().loans();
        listener.read(loans.lend(bytes, bytes.readerIndex(), bytes.readableBytes()), nowNanos);
        loans.takeBack();
        return true;
    }

    @Override
    public void shut(long nowNanos) {
        listener.shut(nowNanos);
    }

    @Override
    public void sent(long nowNanos) {
        throw new IllegalStateException("a pipe does not ask when its bytes have gone out");
    }

    @Override
    public void drained(long nowNanos) {
        listener.drained(nowNanos);
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        listener.ended(ending, nowNanos);
    }
}

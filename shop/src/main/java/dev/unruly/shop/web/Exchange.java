package dev.unruly.shop.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and the answer it will get. Any thread may answer, once.
public final class Exchange {
    private final Connection connection;
    private final Request request;
    private final long arrivedNanos;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable Long goneNanos;

    Exchange(Connection connection, Request request, long arrivedNanos) {
        this.connection = connection;
        this.request = request;
        this.arrivedNanos = arrivedNanos;
    }

    public Request request() {
        return request;
    }

    /// When the last byte of the request had been read.
    public long arrivedNanos() {
        return arrivedNanos;
    }

    public void answer(Response response) {
        answer(response, _ -> {});
    }

    /// Answers, and tells later, on the server's thread, what became of it. A client that has gone
    /// is answered like any other; only the fate knows.
    public void answer(Response response, Consumer<Fate> then) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice: " + request.path());
        }
        connection.post(() -> connection.answer(this, response, then));
    }

    void clientGone(long nowNanos) {
        if (goneNanos == null) {
            goneNanos = nowNanos;
        }
    }

    /// What would become of an answer now. Server's thread only.
    Fate fate() {
        Long gone = goneNanos;
        return gone == null ? new Fate.Delivered() : new Fate.Gone(gone);
    }
}

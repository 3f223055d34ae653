package dev.unruly.sim;

import dev.unruly.world.Bytes;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import org.jspecify.annotations.Nullable;

/// An exchange seen from the asking side. One that ended in good order is used again.
final class SimExchange implements Exchange {

    private @Nullable SimConnection connection;
    private @Nullable ExchangeListener listener;

    /// Whether the answer said that the connection closes.
    boolean closes;

    @Nullable SimExchange nextFree;

    void begin(SimConnection on, ExchangeListener told) {
        connection = on;
        listener = told;
        closes = false;
    }

    ExchangeListener listener() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens to an exchange that is over");
        }
        return listener;
    }

    /// From now on it does nothing.
    ExchangeListener over() {
        ExchangeListener last = listener();
        connection = null;
        listener = null;
        return last;
    }

    @Override
    public int readAhead(int depth) {
        ExchangeListener told = listener;
        if (depth == 0) {
            return closes ? 1 : 2;
        }
        return told == null ? 0 : told.readAhead(depth - 1);
    }

    @Override
    public void write(Bytes bytes) {
        if (connection == null) {
            bytes.drop();
        } else {
            connection.write(bytes);
        }
    }

    @Override
    public boolean writable() {
        return connection != null && connection.writing() && connection.hasRoom();
    }

    @Override
    public void finish() {
        if (connection != null) {
            connection.finishBody();
        }
    }

    @Override
    public void pause() {
        if (connection != null) {
            connection.pauseReading();
        }
    }

    @Override
    public void resume() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    @Override
    public void cancel() {
        if (connection != null) {
            connection.cancel();
        }
    }
}

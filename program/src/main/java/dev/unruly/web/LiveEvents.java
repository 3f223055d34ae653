package dev.unruly.web;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Events that are told to whoever watches, as server-sent events. Who comes later begins with the
/// last one; who is too slow misses some.
public final class LiveEvents {

    /// More watchers than people who look at one machine.
    private static final int MOST = 32;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile String last = "";

    private record Watcher(Context context, HttpServerResponse response) {

        void tell(String text) {
            context.runOnContext(none -> {
                if (!response.ended() && !response.closed() && !response.writeQueueFull()) {
                    var _ = response.write(text);
                }
            });
        }

        void end() {
            context.runOnContext(none -> {
                if (!response.ended() && !response.closed()) {
                    var _ = response.end();
                }
            });
        }
    }

    /// Tells an event; by any thread.
    ///
    /// @param name of its kind, a word
    /// @param data in one line
    public void publish(String name, String data) {
        if (data.indexOf('\n') >= 0 || data.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("an event is one line");
        }
        String text = "event: " + name + "\ndata: " + data + "\n\n";
        last = text;
        watchers.forEach(one -> one.tell(text));
    }

    /// Shows that it is still there, where nothing happens.
    void beat() {
        watchers.forEach(one -> one.tell(":\n\n"));
    }

    /// How many watch.
    public int watchers() {
        return count.get();
    }

    /// Takes in a watcher; false: there are too many. Called on the context.
    boolean add(Context context, HttpServerResponse response) {
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            return false;
        }
        var watcher = new Watcher(context, response);
        response.closeHandler(none -> gone(watcher));
        response.exceptionHandler(e -> gone(watcher));
        response.setChunked(true);
        response.putHeader("Content-Type", "text/event-stream");
        watchers.add(watcher);
        watcher.tell(last.isEmpty() ? ":\n\n" : last);
        return true;
    }

    private void gone(Watcher watcher) {
        if (watchers.remove(watcher)) {
            count.decrementAndGet();
        }
    }

    /// Ends all of them.
    void close() {
        watchers.forEach(Watcher::end);
    }
}

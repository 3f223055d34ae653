package dev.unruly.gateway;

import dev.unruly.world.Block;
import dev.unruly.world.Sink;
import java.util.List;

/// The head of an answer of our own.
///
/// @param retryAfterSeconds when to come again; 0: nothing is said of it
/// @param closes whether the connection ends with it
record OwnHead(int status, int retryAfterSeconds, boolean closes) implements AnswerHead {

    private static final Block FIELDS =
            Block.of(List.of(new Block.Field("Content-Type", "text/plain; charset=utf-8")));

    OwnHead(int status) {
        this(status, 0, false);
    }

    @Override
    public int route() {
        return -1;
    }

    @Override
    public void render(Sink sink) {
        sink.status(status);
        sink.fields(FIELDS);
        if (retryAfterSeconds > 0) {
            sink.field("Retry-After", Integer.toString(retryAfterSeconds));
        }
        if (closes) {
            sink.field("Connection", "close");
        }
    }
}

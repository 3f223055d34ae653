package dev.unruly.gateway;

import dev.unruly.world.Block;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import java.util.List;

/// The head of an answer of our own.
record OwnHead(int status) implements Head {

    private static final Block FIELDS =
            Block.of(List.of(new Block.Field("Content-Type", "text/plain; charset=utf-8")));

    @Override
    public int route() {
        return -1;
    }

    @Override
    public void render(Sink sink) {
        sink.status(status);
        sink.fields(FIELDS);
    }
}

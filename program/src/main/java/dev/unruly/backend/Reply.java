package dev.unruly.backend;

import dev.unruly.world.Block;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import java.util.List;

/// The head of an answer.
record Reply(int status, Block fields) implements Head {

    private static final Block NO_FIELDS = Block.of(List.of());

    static Reply plain(int status) {
        return new Reply(status, NO_FIELDS);
    }

    /// The same status with this field alone.
    Reply only(Block.Field field) {
        return new Reply(status, Block.of(List.of(field)));
    }

    @Override
    public int route() {
        return -1;
    }

    @Override
    public void render(Sink sink) {
        sink.status(status);
        sink.fields(fields);
    }
}

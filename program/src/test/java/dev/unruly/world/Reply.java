package dev.unruly.world;

import java.util.List;

/// An answer's head as a value.
record Reply(int status, Block fields) implements Head {

    static Reply of(int status) {
        return new Reply(status, Block.EMPTY);
    }

    static Reply of(int status, String name, String value) {
        return new Reply(status, Block.of(List.of(new Block.Field(name, value))));
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

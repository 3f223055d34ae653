package dev.unruly.world;

import java.util.ArrayList;
import java.util.List;

/// A request's head as a value.
record Ask(int route, String method, String target, List<Block.Field> fields) implements Head {

    static Ask get(String target) {
        return new Ask(-1, "GET", target, List.of());
    }

    static Ask post(String target) {
        return new Ask(-1, "POST", target, List.of());
    }

    Ask with(String name, String value) {
        var more = new ArrayList<>(fields);
        more.add(new Block.Field(name, value));
        return new Ask(route, method, target, List.copyOf(more));
    }

    @Override
    public void render(Sink sink) {
        sink.request(method, target);
        sink.field("Host", "shop.example");
        for (Block.Field field : fields) {
            sink.field(field.name(), field.value());
        }
    }
}

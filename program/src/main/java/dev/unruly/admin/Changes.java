package dev.unruly.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What has changed, as JSON.
final class Changes {

    private Changes() {}

    static String text(List<String> changes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("changes");
        changes.forEach(array::add);
        return json.toString();
    }
}

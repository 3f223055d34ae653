package dev.unruly.engine;

import dev.unruly.model.Call;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A call as one kind of client makes it, ready to be rendered: what never changes is prepared,
/// what changes knows how to fill itself in.
final class Ask {

    /// Methods that a client may repeat by itself (RFC 9110 section 9.2.2).
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    /// A header field that is filled in.
    record Filled(String name, Text value) {}

    private final int route;
    private final int endpoint;
    private final String method;
    private final Text target;
    private final @Nullable String fixedTarget;
    private final Block fixed;
    private final List<Filled> filled;
    private final @Nullable Text body;
    private final byte @Nullable [] fixedBody;
    private final Checks checks;

    Ask(Call call, int route, int endpoint, Manners manners, Glossary glossary) {
        this.route = route;
        this.endpoint = endpoint;
        this.method = call.method();
        this.target = target(call, manners.basePath(), glossary);
        this.fixedTarget =
                target.constant()
                        ? new String(target.constantBytes(), StandardCharsets.ISO_8859_1)
                        : null;
        this.fixed = Block.of(fixedFields(call, manners));
        this.filled =
                call.fields().stream()
                        .filter(f -> !f.value().constant())
                        .map(f -> filled(f, glossary))
                        .toList();
        this.body = body(call.body(), glossary);
        this.fixedBody = body != null && body.constant() ? body.constantBytes() : null;
        this.checks = new Checks(call.checks(), call.captures(), glossary.names());
    }

    /// The route's number, see [Plan#routes].
    int route() {
        return route;
    }

    /// What observations say was asked, see [dev.unruly.model.Roster#endpoints].
    int endpoint() {
        return endpoint;
    }

    String method() {
        return method;
    }

    /// Whether a client may send it again by itself when a kept connection turns out to be closed.
    boolean idempotent() {
        return IDEMPOTENT.contains(method);
    }

    Checks checks() {
        return checks;
    }

    /// Fields that are the same for everyone.
    Block fixed() {
        return fixed;
    }

    /// Fields that are filled in.
    List<Filled> filled() {
        return filled;
    }

    /// The target for a user's intent; `scratch` may hold it until it is written to again.
    CharSequence target(long user, int intent, Belongings belongings, Ink scratch) {
        String known = fixedTarget;
        if (known != null) {
            return known;
        }
        scratch.clear();
        target.write(scratch, user, intent, belongings);
        return scratch;
    }

    /// The body for a user's intent, or null when there is none.
    @Nullable Bytes body(long user, int intent, Belongings belongings, Ink scratch) {
        byte[] known = fixedBody;
        if (known != null) {
            return Bytes.of(known);
        }
        if (body == null) {
            return null;
        }
        scratch.clear();
        body.write(scratch, user, intent, belongings);
        return Bytes.of(scratch.toBytes());
    }

    private static Text target(Call call, String basePath, Glossary glossary) {
        Text path = Text.of(call.target(), Encoding.TARGET, glossary);
        return basePath.isEmpty() ? path : Text.join(List.of(Text.literal(basePath), path));
    }

    private static Filled filled(Call.HeaderField field, Glossary glossary) {
        return new Filled(field.name(), Text.of(field.value(), Encoding.FIELD, glossary));
    }

    /// What the client says, unless the call says it itself, and what the call says to everyone.
    private static List<Block.Field> fixedFields(Call call, Manners manners) {
        var fields = new ArrayList<Block.Field>();
        for (Block.Field field : manners.fields()) {
            if (!says(call, field.name())) {
                fields.add(field);
            }
        }
        String type =
                switch (call.body()) {
                    case Call.Body.None() -> "";
                    case Call.Body.Form _ -> "application/x-www-form-urlencoded";
                    case Call.Body.Json _ -> "application/json";
                    case Call.Body.Text text -> text.type();
                };
        if (!type.isEmpty() && !says(call, "Content-Type")) {
            fields.add(new Block.Field("Content-Type", type));
        }
        for (Call.HeaderField field : call.fields()) {
            if (field.value().constant()) {
                fields.add(new Block.Field(field.name(), field.value().toString()));
            }
        }
        return fields;
    }

    private static boolean says(Call call, String name) {
        return call.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    private static @Nullable Text body(Call.Body body, Glossary glossary) {
        return switch (body) {
            case Call.Body.None() -> null;
            case Call.Body.Form(List<Call.HeaderField> pairs) -> form(pairs, glossary);
            case Call.Body.Json(var text) -> Text.json(text, glossary);
            case Call.Body.Text(_, var text) -> Text.of(text, Encoding.PLAIN, glossary);
        };
    }

    private static Text form(List<Call.HeaderField> pairs, Glossary glossary) {
        var texts = new ArrayList<Text>();
        var name = new Ink();
        for (Call.HeaderField pair : pairs) {
            name.clear();
            Encoding.FORM.write(name, pair.name().getBytes(StandardCharsets.UTF_8));
            texts.add(Text.literal((texts.isEmpty() ? "" : "&") + name + "="));
            texts.add(Text.of(pair.value(), Encoding.FORM, glossary));
        }
        return Text.join(texts);
    }
}

package dev.unruly.checks;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.pgv.validate.Validate;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import java.util.ArrayList;
import java.util.List;

/// Envoy's rules for values, as its protos carry them (`validate.rules`): what must be there,
/// bounds of numbers and durations, least lengths of texts and lists.
final class PgvRules {

    private final List<String> broken = new ArrayList<>();

    /// What a message and all within it break.
    ///
    /// @param packed what may be within an `Any`
    static List<String> broken(Message message, List<Message> packed)
            throws InvalidProtocolBufferException {
        var rules = new PgvRules();
        rules.walk(message, packed);
        return rules.broken;
    }

    private void walk(Message message, List<Message> packed) throws InvalidProtocolBufferException {
        if (message instanceof Any any) {
            for (Message kind : packed) {
                if (any.is(kind.getClass())) {
                    walk(any.unpack(kind.getClass()), packed);
                }
            }
            return;
        }
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            check(message, field, field.getOptions().getExtension(Validate.rules));
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    walk((Message) message.getRepeatedField(field, i), packed);
                }
            } else if (message.hasField(field)) {
                walk((Message) message.getField(field), packed);
            }
        }
    }

    private void check(MessageOrBuilder message, FieldDescriptor field, FieldRules rules) {
        if (field.isRepeated()) {
            hold(field, message.getRepeatedFieldCount(field) >= rules.getRepeated().getMinItems());
            return;
        }
        if (field.getContainingOneof() != null && !message.hasField(field)) {
            return;
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !message.hasField(field)) {
            hold(field, !rules.getMessage().getRequired() && !rules.getDuration().getRequired());
            return;
        }
        switch (message.getField(field)) {
            case UInt32Value value -> unsigned(field, value.getValue(), rules);
            case Integer value -> unsigned(field, value, rules);
            case Double value -> {
                var bounds = rules.getDouble();
                hold(field, !bounds.hasGte() || value >= bounds.getGte());
                hold(field, !bounds.hasLte() || value <= bounds.getLte());
            }
            case String value -> hold(field, value.length() >= rules.getString().getMinLen());
            case Duration value -> {
                var bounds = rules.getDuration();
                hold(field, !bounds.hasGt() || nanos(value) > nanos(bounds.getGt()));
                hold(field, !bounds.hasGte() || nanos(value) >= nanos(bounds.getGte()));
            }
            default -> {}
        }
    }

    private void unsigned(FieldDescriptor field, int value, FieldRules rules) {
        var bounds = rules.getUint32();
        hold(field, !bounds.hasGt() || value > bounds.getGt());
        hold(field, !bounds.hasGte() || value >= bounds.getGte());
        hold(field, !bounds.hasLte() || value <= bounds.getLte());
    }

    private static long nanos(Duration duration) {
        return duration.getSeconds() * 1_000_000_000L + duration.getNanos();
    }

    private void hold(FieldDescriptor field, boolean held) {
        if (!held) {
            broken.add(field.getFullName());
        }
    }
}

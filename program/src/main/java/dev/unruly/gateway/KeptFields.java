package dev.unruly.gateway;

import dev.unruly.world.Block;
import dev.unruly.world.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Fields that are nobody's loan.
record KeptFields(List<Block.Field> list) implements Fields {

    static KeptFields of(Fields borrowed) {
        if (borrowed instanceof KeptFields kept) {
            return kept;
        }
        var list = new ArrayList<Block.Field>(borrowed.size());
        for (int i = 0; i < borrowed.size(); i++) {
            list.add(new Block.Field(borrowed.name(i).toString(), borrowed.value(i).toString()));
        }
        return new KeptFields(list);
    }

    /// The same without some.
    ///
    /// @param names in small letters
    KeptFields without(Set<String> names) {
        return new KeptFields(
                list.stream()
                        .filter(field -> !names.contains(field.name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public CharSequence name(int i) {
        return list.get(i).name();
    }

    @Override
    public CharSequence value(int i) {
        return list.get(i).value();
    }

    @Override
    public int find(CharSequence name, int from) {
        for (int i = from; i < list.size(); i++) {
            if (RelayedHead.same(list.get(i).name(), name)) {
                return i;
            }
        }
        return -1;
    }
}

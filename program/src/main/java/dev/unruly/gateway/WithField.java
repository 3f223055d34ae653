package dev.unruly.gateway;

import dev.unruly.world.Fields;

/// Fields on loan with one field of our own, in place of those of the same name.
///
/// @param at where that name stands first among them; -1: nowhere
record WithField(Fields fields, String name, String value, int at) implements Fields {

    static Fields of(Fields fields, String name, String value) {
        return new WithField(fields, name, value, fields.find(name, 0));
    }

    @Override
    public int size() {
        return at < 0 ? fields.size() + 1 : fields.size();
    }

    @Override
    public CharSequence name(int i) {
        return i == fields.size() ? name : fields.name(i);
    }

    @Override
    public CharSequence value(int i) {
        return i == fields.size() || i == at ? value : fields.value(i);
    }

    @Override
    public int find(CharSequence wanted, int from) {
        int found = from >= fields.size() ? -1 : fields.find(wanted, from);
        if (found >= 0 || at >= 0) {
            return found;
        }
        return from <= fields.size() && RelayedHead.same(wanted, name) ? fields.size() : -1;
    }
}

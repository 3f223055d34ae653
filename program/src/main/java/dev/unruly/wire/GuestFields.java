package dev.unruly.wire;

import dev.unruly.world.Fields;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The fields of a request that Netty has read; one request at a time.
final class GuestFields implements Fields {

    private final List<CharSequence> names = new ArrayList<>();
    private final List<CharSequence> values = new ArrayList<>();

    /// The lengths of the names, a bit for each, modulo 64: who is not there is seldom looked for.
    private long lengths;

    /// Shows these fields, until others.
    GuestFields of(HttpHeaders headers) {
        names.clear();
        values.clear();
        lengths = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
        while (each.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            names.add(field.getKey());
            lengths |= 1L << field.getKey().length();
            values.add(field.getValue());
        }
        return this;
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public CharSequence name(int i) {
        return names.get(i);
    }

    @Override
    public CharSequence value(int i) {
        return values.get(i);
    }

    @Override
    public int find(CharSequence name, int from) {
        if ((lengths & 1L << name.length()) == 0) {
            return -1;
        }
        for (int i = from; i < names.size(); i++) {
            if (AsciiString.contentEqualsIgnoreCase(names.get(i), name)) {
                return i;
            }
        }
        return -1;
    }
}

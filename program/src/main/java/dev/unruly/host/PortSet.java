package dev.unruly.host;

import java.util.BitSet;

/// The ports of a range that were seen in `/proc/net/tcp`.
final class PortSet {

    private final PortRange range;
    private final BitSet ports = new BitSet();

    PortSet(PortRange range) {
        this.range = range;
    }

    /// Adds the local port of every line. A line is ` 0: 0100007F:1F90 00000000:0000 0A …`: the
    /// local port is the four digits after the second colon. The head line has none.
    void addLocal(String table) {
        int line = table.indexOf('\n') + 1;
        while (line > 0 && line < table.length()) {
            int slot = table.indexOf(':', line);
            int address = slot < 0 ? -1 : table.indexOf(':', slot + 1);
            int end = table.indexOf('\n', line);
            if (address > 0 && address + 5 <= table.length() && (end < 0 || address < end)) {
                add(table, address + 1);
            }
            line = end + 1;
        }
    }

    int size() {
        return ports.cardinality();
    }

    private void add(String table, int from) {
        int port = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(table.charAt(i), 16);
            if (digit < 0) {
                return;
            }
            port = 16 * port + digit;
        }
        if (range.contains(port)) {
            ports.set(port);
        }
    }
}

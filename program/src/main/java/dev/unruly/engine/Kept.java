package dev.unruly.engine;

import dev.unruly.world.Rows;

/// The idle connections of people who rest, with what is left of their devices: a row each, those
/// of one person in a chain.
final class Kept {

    private static final int UNTIL = 0;
    private static final int LANE = 2;
    private static final int MADE_AT = 4;
    private static final int NUMBER = 5;
    private static final int ALARM = 6;
    private static final int NEXT = 7;
    private static final int WIDTH = 8;

    private final Crowd crowd;
    private final Rows rows = new Rows(WIDTH);

    Kept(Crowd crowd) {
        this.crowd = crowd;
    }

    /// Puts away a device that is [Device#restful]. Returns the chain, which is in reverse so that
    /// [#takeOut] gives the old order.
    int put(User user, Device device) {
        int chain = Rows.NONE;
        for (Link link = device.links(); link != null; link = link.next()) {
            int row = rows.take();
            rows.putLong(row, UNTIL, link.untilNanos());
            rows.putLong(row, LANE, device.lane().standing());
            rows.put(row, MADE_AT, device.madeAt());
            rows.put(row, ALARM, link.alarm(user));
            rows.put(row, NUMBER, link.putAway());
            rows.put(row, NEXT, chain);
            chain = row;
        }
        return chain;
    }

    /// The device as it was.
    Device takeOut(User user, int chain) {
        var device = new Device(crowd, user, rows.at(chain, MADE_AT), rows.longAt(chain, LANE));
        int row = chain;
        while (row != Rows.NONE) {
            var link = new Link(device, rows.longAt(row, UNTIL));
            device.add(link);
            link.takeOut(rows.at(row, NUMBER), rows.at(row, ALARM), user);
            int next = rows.at(row, NEXT);
            rows.give(row);
            row = next;
        }
        return device;
    }

    /// Lets go of all that is in a chain. Returns how many connections that were.
    int forget(int chain) {
        int count = 0;
        int row = chain;
        while (row != Rows.NONE) {
            crowd.loop().forget(rows.at(row, NUMBER));
            int next = rows.at(row, NEXT);
            rows.give(row);
            row = next;
            count++;
        }
        return count;
    }

    /// Reads ahead of the first of a chain: at depth 0 what is here, at depth 1 what the loop has.
    int readAhead(int chain, int depth) {
        if (chain == Rows.NONE) {
            return 0;
        }
        return depth == 0 ? rows.readAhead(chain) : crowd.loop().readAhead(rows.at(chain, NUMBER));
    }

    /// When the first of a chain is to be closed; Long.MAX_VALUE for none.
    long untilNanos(int chain) {
        long until = Long.MAX_VALUE;
        for (int row = chain; row != Rows.NONE; row = rows.at(row, NEXT)) {
            until = Math.min(until, rows.longAt(row, UNTIL));
        }
        return until;
    }
}

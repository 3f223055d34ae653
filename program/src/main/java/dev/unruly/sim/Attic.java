package dev.unruly.sim;

import dev.unruly.world.Rows;
import java.util.ArrayList;
import java.util.List;

/// Idle connections that were put away: of each its two numbers, how often it was asked, and where
/// it leads.
final class Attic {

    private static final int ID = 0;
    private static final int VISIT_ID = 2;
    private static final int ASKED = 4;
    private static final int DOOR = 5;
    private static final int WIDTH = 6;

    private final Rows rows = new Rows(WIDTH);
    private final List<SimDoor> doors = new ArrayList<>();

    /// Puts one away. Returns its number here.
    int put(long id, long asked, long visitId, SimDoor door) {
        int number = rows.take();
        rows.putLong(number, ID, id);
        rows.putLong(number, VISIT_ID, visitId);
        rows.put(number, ASKED, Math.toIntExact(asked));
        rows.put(number, DOOR, place(door));
        return number;
    }

    void remove(int number) {
        rows.give(number);
    }

    int readAhead(int number) {
        return rows.readAhead(number);
    }

    long id(int number) {
        return rows.longAt(number, ID);
    }

    long visitId(int number) {
        return rows.longAt(number, VISIT_ID);
    }

    long asked(int number) {
        return rows.at(number, ASKED);
    }

    SimDoor door(int number) {
        return doors.get(rows.at(number, DOOR));
    }

    /// A door's place in the list of all; there are few.
    private int place(SimDoor door) {
        int place = doors.indexOf(door);
        if (place < 0) {
            place = doors.size();
            doors.add(door);
        }
        return place;
    }
}

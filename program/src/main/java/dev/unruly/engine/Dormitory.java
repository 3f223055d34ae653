package dev.unruly.engine;

import dev.unruly.world.Alarm;
import dev.unruly.world.Rows;
import java.util.ArrayList;
import java.util.List;

/// Where people rest who think for long: each a row of numbers instead of objects, with their idle
/// connections, so that ten million can think at once. Shortly before their alarm, or that of a
/// connection, rings they are woken and are what they were.
///
/// Who may be able to rest says so ([#tires]) and is looked at a little later, when what they have
/// just done is settled and nobody uses their objects.
final class Dormitory extends Alarm {

    // What is where in a row.
    static final int AT = 0;
    static final int TURN = 2;
    static final int NUMBER = 4;
    static final int NOMINAL = 6;
    static final int THINK = 8;
    static final int INTENT = 10;
    static final int KIND = 11;
    static final int BORN = 12;
    private static final int CARRIED = 13;
    private static final int KEPT = 14;
    private static final int PLACE = 15;
    private static final int WIDTH = 16;

    /// The place of a row that nobody rests in any more.
    private static final int NOBODY = -1;

    /// Who has less time than this is not worth laying down.
    static final long LEAST_NANOS = 2 * Nanos.PER_SECOND;

    private final Crowd crowd;
    private final long leastNanos;
    private final Rows rows = new Rows(WIDTH);
    private final Satchels satchels = new Satchels();
    private final Kept kept;
    private final Bedtimes bedtimes = new Bedtimes();
    private final Bedtimes.Waker waker = this::wake;
    private final List<User> tired = new ArrayList<>();
    private int resting;

    /// Hangs on what was read, so that it is.
    @SuppressWarnings("unused")
    private long readAhead;

    /// @param leastNanos who has less time does not rest
    Dormitory(Crowd crowd, long leastNanos) {
        this.crowd = crowd;
        this.leastNanos = leastNanos;
        this.kept = new Kept(crowd);
    }

    /// Whether it is worth while to rest until a moment.
    boolean worthWhile(long untilNanos, long nowNanos) {
        return untilNanos - nowNanos >= leastNanos && untilNanos >= Bedtimes.soonestNanos(nowNanos);
    }

    /// Looks soon at somebody who may be able to rest.
    void tires(User user) {
        tired.add(user);
        if (tired.size() == 1) {
            await();
        }
    }

    /// Somebody who [User#mayRest] rests from now on.
    void layDown(User user) {
        put(user);
        await();
    }

    /// What somebody's next wish's nominal moment is.
    long nominalNanos(int row) {
        return rows.longAt(row, NOMINAL);
    }

    /// Somebody's place in the crowd is another.
    void place(int row, int place) {
        rows.put(row, PLACE, place);
    }

    /// Somebody goes away for good without being woken. Returns how many connections are closed.
    int dismiss(int row) {
        int closed = kept.forget(rows.at(row, KEPT));
        if (rows.at(row, CARRIED) > 0) {
            var _ = satchels.take(row);
        }
        rows.put(row, PLACE, NOBODY);
        if (--resting == 0) {
            rows.clear();
            satchels.clear();
            bedtimes.clear();
            await();
        }
        return closed;
    }

    @Override
    protected void ring(long nowNanos) {
        for (User user : tired) {
            user.lookedAfter();
            if (user.mayRest(nowNanos)) {
                put(user);
            }
        }
        tired.clear();
        bedtimes.wake(nowNanos, waker);
        await();
    }

    private void put(User user) {
        int row = rows.take();
        user.lieDown(rows, row);
        Belongings belongings = user.belongings();
        rows.put(row, CARRIED, belongings.used());
        if (belongings.used() > 0) {
            satchels.put(row, belongings.putDown());
        }
        Device device = user.handOver();
        rows.put(row, KEPT, device == null ? Rows.NONE : kept.put(user, device));
        rows.put(row, PLACE, user.place());
        resting++;
        bedtimes.add(row, wakesNanos(row), crowd.loop().nanos());
        crowd.rests(user, row);
    }

    /// When somebody is to be awake at the latest.
    private long wakesNanos(int row) {
        return Math.min(rows.longAt(row, AT), kept.untilNanos(rows.at(row, KEPT)));
    }

    /// Wakes those of a block who are due. What they need is in no cache, so that it is read for
    /// all of them first, see [dev.unruly.world.ReadAhead].
    private void wake(int[] block, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += rows.readAhead(block[i]);
        }
        for (int i = 0; i < count; i++) {
            sum += kept.readAhead(rows.at(block[i], KEPT), 0);
        }
        for (int i = 0; i < count; i++) {
            sum += kept.readAhead(rows.at(block[i], KEPT), 1);
        }
        readAhead = sum;
        long soonest = Bedtimes.soonestNanos(crowd.loop().nanos());
        for (int i = 0; i < count; i++) {
            int row = block[i];
            if (rows.at(row, PLACE) == NOBODY) {
                rows.give(row);
            } else if (wakesNanos(row) < soonest) {
                wake(row);
            } else {
                bedtimes.add(row, wakesNanos(row), crowd.loop().nanos());
            }
        }
    }

    private void wake(int row) {
        User user = crowd.wakes(rows.at(row, PLACE));
        user.getUp(rows, row);
        if (rows.at(row, CARRIED) > 0) {
            user.belongings().takeUp(satchels.take(row), rows.at(row, CARRIED));
        }
        if (rows.at(row, KEPT) != Rows.NONE) {
            user.takeOver(kept.takeOut(user, rows.at(row, KEPT)));
        }
        rows.give(row);
        resting--;
    }

    /// Sees to it that this rings when it is needed next.
    private void await() {
        long next = bedtimes.nextNanos();
        if (!tired.isEmpty()) {
            next = Math.min(next, Bedtimes.soonestNanos(crowd.loop().nanos()) - 1);
        }
        if (next == Bedtimes.NEVER) {
            crowd.loop().disarm(this);
        } else if (!armed() || atNanos() != next) {
            crowd.loop().arm(this, next);
        }
    }
}

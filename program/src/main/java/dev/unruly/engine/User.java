package dev.unruly.engine;

import dev.unruly.model.Journey;
import dev.unruly.model.Outcome;
import dev.unruly.model.Visit;
import dev.unruly.world.Alarm;
import dev.unruly.world.Rows;
import org.jspecify.annotations.Nullable;

/// A person: thinks, wishes, waits, and goes on or away. What only a wish needs is in [Wish], what
/// only connections need in [Device]; who thinks for long rests in the [Dormitory], and these
/// objects are another's meanwhile.
///
/// The alarm is the one thing a person waits for: the end of thinking, of patience, of looking at a
/// failure, or of staying away.
final class User extends Alarm {

    private final Crowd crowd;
    private final int seat;
    private final Belongings belongings = new Belongings();

    private long number;
    private long nominalNanos;
    private long thinkNanos;
    private @Nullable Kind kind;
    private @Nullable Step step;
    private @Nullable Wish wish;
    private @Nullable Device device;
    private @Nullable Attempt attempts;
    private int place;
    private int intent;
    private short region;
    private short born;
    private boolean hasSession;
    private boolean gone;
    private boolean tired;

    /// @param seat the number of this object
    User(Crowd crowd, int seat) {
        this.crowd = crowd;
        this.seat = seat;
    }

    /// Begins, or goes on along a nominal path whose next wish is to come.
    void appear(Nominal path, long startNanos, int newRegion, int newBorn) {
        number = path.user();
        kind = path.kind();
        step = path.step();
        intent = path.intent();
        thinkNanos = path.thinkNanos();
        nominalNanos = path.atNanos();
        region = (short) newRegion;
        born = (short) newBorn;
        hasSession = false;
        gone = false;
        belongings.copyFrom(path.belongings());
        crowd.observer().visits(new Visit(number, startNanos, kind().index(), newRegion, newBorn));
        crowd.loop().arm(this, crowd.originNanos() + nominalNanos);
        if (mayRest(crowd.loop().nanos())) {
            crowd.dormitory().layDown(this);
        }
    }

    /// May soon be able to rest.
    void tires() {
        if (!tired && thinks() && crowd.dormitory().worthWhile(atNanos(), crowd.loop().nanos())) {
            tired = true;
            crowd.dormitory().tires(this);
        }
    }

    /// Was looked at after they [#tires].
    void lookedAfter() {
        tired = false;
    }

    /// Whether they need nothing for a while but to be woken.
    boolean mayRest(long nowNanos) {
        Device current = device;
        return thinks()
                && attempts == null
                && crowd.dormitory().worthWhile(atNanos(), nowNanos)
                && (current == null || current.restful(nowNanos));
    }

    private boolean thinks() {
        return !gone && wish == null;
    }

    /// Writes down who they are, for [#getUp]; this is nobody any more.
    void lieDown(Rows rows, int row) {
        rows.putLong(row, Dormitory.AT, atNanos());
        rows.putLong(row, Dormitory.TURN, turn());
        rows.putLong(row, Dormitory.NUMBER, number);
        rows.putLong(row, Dormitory.NOMINAL, nominalNanos);
        rows.putLong(row, Dormitory.THINK, thinkNanos);
        rows.put(row, Dormitory.INTENT, intent);
        rows.put(row, Dormitory.KIND, kind().index() << 16 | step().index());
        rows.put(row, Dormitory.BORN, region << 16 | born << 1 | (hasSession ? 1 : 0));
        crowd.loop().disarm(this);
        gone = true;
    }

    /// Is who was written down, and thinks.
    void getUp(Rows rows, int row) {
        number = rows.longAt(row, Dormitory.NUMBER);
        nominalNanos = rows.longAt(row, Dormitory.NOMINAL);
        thinkNanos = rows.longAt(row, Dormitory.THINK);
        intent = rows.at(row, Dormitory.INTENT);
        int at = rows.at(row, Dormitory.KIND);
        kind = crowd.plan().kinds().get(at >>> 16);
        step = kind().step(at & 0xffff);
        int from = rows.at(row, Dormitory.BORN);
        region = (short) (from >>> 16);
        born = (short) ((from & 0xffff) >> 1);
        hasSession = (from & 1) != 0;
        gone = false;
        crowd.loop().arm(this, rows.longAt(row, Dormitory.AT), rows.longAt(row, Dormitory.TURN));
    }

    /// Gives the device away, if there is one.
    @Nullable Device handOver() {
        Device given = device;
        device = null;
        return given;
    }

    void takeOver(Device given) {
        device = given;
    }

    @Override
    protected void ring(long nowNanos) {
        Wish current = wish;
        if (current != null) {
            current.ring(atNanos(), nowNanos);
        } else if (nominalNanos >= crowd.horizonNanos()) {
            leave(nowNanos);
        } else {
            crowd.due(atNanos());
            Wish begun = crowd.newWish();
            wish = begun;
            begun.begin(this, atNanos(), nowNanos);
        }
    }

    @Override
    public int readAhead(int depth) {
        if (depth == 0) {
            return (int) number + (int) thinkNanos + (hasSession ? 1 : 2);
        }
        Device current = device;
        return current == null ? 0 : belongings.used() + current.readAhead(depth - 1);
    }

    /// The wish was answered: makes up their mind, and goes on thinking or leaves.
    void moveOn(long nowNanos) {
        wish = null;
        Ink scratch = crowd.scratch();
        step().settle(number, intent, belongings, scratch);
        int to = step().follow(crowd.draws(), number, intent, belongings, scratch);
        if (to == Journey.LEAVE) {
            leave(nowNanos);
            return;
        }
        intent++;
        thinkNanos = step().thinkNanos(crowd.draws(), number, intent);
        nominalNanos = Math.min(nominalNanos + thinkNanos, Nanos.LONGEST);
        step = kind().step(to);
        if (nominalNanos >= crowd.horizonNanos()) {
            leave(nowNanos);
        } else {
            crowd.loop().arm(this, nowNanos + thinkNanos);
            tires();
        }
    }

    /// Goes away for good. What the client does in the background goes on.
    void leave(long nowNanos) {
        if (gone) {
            return;
        }
        gone = true;
        wish = null;
        crowd.loop().disarm(this);
        crowd.gone();
        freeIfDone(nowNanos);
    }

    /// Leaves if nothing more is to be wished before the run's end.
    void leaveIfDone() {
        if (wish == null && nominalNanos >= crowd.horizonNanos()) {
            leave(crowd.loop().nanos());
        }
    }

    /// Is taken out of the run, with everything that is going on.
    void cutOff(long nowNanos) {
        Wish current = wish;
        if (current != null) {
            current.cutOff(nowNanos);
        }
        Attempt running = attempts;
        while (running != null) {
            running.cancel(Outcome.CUT_OFF, nowNanos);
            running = attempts;
        }
        leave(nowNanos);
    }

    /// The person's own device, taken into the hand when it is needed.
    Device device() {
        Device current = device;
        if (current == null) {
            current = new Device(crowd, this);
            device = current;
        }
        return current;
    }

    /// The device has no connections left and is put away.
    void putAway(Device empty) {
        if (device == empty) {
            device = null;
        }
    }

    /// An attempt begins.
    void add(Attempt attempt) {
        attempt.linkBefore(attempts);
        attempts = attempt;
    }

    /// An attempt is over.
    void remove(Attempt attempt, long nowNanos) {
        attempts = attempt.unlinkFrom(attempts);
        tires();
        freeIfDone(nowNanos);
    }

    /// The first of the attempts that are going on.
    @Nullable Attempt attempts() {
        return attempts;
    }

    long number() {
        return number;
    }

    int intent() {
        return intent;
    }

    long thinkNanos() {
        return thinkNanos;
    }

    int region() {
        return region;
    }

    int born() {
        return born;
    }

    Belongings belongings() {
        return belongings;
    }

    boolean hasSession() {
        return hasSession;
    }

    /// Has signed in, or is told to have been signed out.
    void session(boolean given) {
        hasSession = given;
    }

    boolean isGone() {
        return gone;
    }

    Kind kind() {
        return known(kind);
    }

    Step step() {
        return known(step);
    }

    int seat() {
        return seat;
    }

    int place() {
        return place;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    private void freeIfDone(long nowNanos) {
        if (gone && attempts == null) {
            Device current = device;
            if (current != null) {
                current.close(nowNanos);
                device = null;
            }
            belongings.clear();
            number = -1;
            crowd.free(this);
        }
    }

    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("nobody is here");
        }
        return part;
    }
}

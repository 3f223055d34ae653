package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.AddressTaken;
import dev.unruly.world.Bytes;
import dev.unruly.world.Head;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A world in virtual time: its loops share one clock, one network and one thread, the one that
/// runs it.
///
/// Time stands still while anything happens and jumps to the next event. Events are ordered by
/// time, then by loop, then by the order in which they were asked for (at one instant, alarms ring
/// before what else is queued), so that the same program does the same in every run.
public final class SimWorld {

    private static final int FIRST_FREE_PORT = 49_152;
    private static final int MOST_LOOPS = 64;

    private final SimLoop[] loops;
    private final Map<Address, SimDoor> doors = new HashMap<>();
    private final ConcurrentLinkedQueue<Posted> inbox = new ConcurrentLinkedQueue<>();
    private Weather weather = Weather.calm();
    private volatile @Nullable Thread runner;
    private long nowNanos;
    private long ready;
    private long numbers;
    private int nextPort = FIRST_FREE_PORT;
    private long held;

    private @Nullable Parcel freeParcels;
    private @Nullable Letter freeLetters;
    private final Attic attic = new Attic();
    private final Letter scales = new Letter();
    private @Nullable SimExchange freeExchanges;
    private @Nullable SimAsked freeAsked;

    private record Posted(SimLoop loop, Runnable task) {}

    /// A world of so many loops, at time 0.
    public SimWorld(int loops) {
        if (loops < 1 || loops > MOST_LOOPS) {
            throw new IllegalArgumentException("loops must be in [1, 64], got " + loops);
        }
        this.loops = new SimLoop[loops];
        for (int i = 0; i < loops; i++) {
            this.loops[i] = new SimLoop(this, i);
        }
    }

    /// One of its loops.
    public SimLoop loop(int index) {
        return loops[index];
    }

    /// The clock.
    public long nanos() {
        return nowNanos;
    }

    /// What the network is like from now on; calm at first.
    public void weather(Weather next) {
        weather = next;
    }

    /// Bytes that are on their way or wait to be read.
    public long held() {
        return held;
    }

    /// Lets the next thing happen; false: nothing will.
    public boolean step() {
        return step(Long.MAX_VALUE);
    }

    /// Lets everything happen up to a moment, inclusive, and sets the clock to it.
    public void runUntil(long nanos) {
        enter();
        try {
            while (happensOne(nanos)) {}
        } finally {
            runner = null;
        }
        nowNanos = Math.max(nowNanos, nanos);
    }

    /// Lets everything happen until nothing is left to happen.
    public void runUntilIdle() {
        enter();
        try {
            while (happensOne(Long.MAX_VALUE)) {}
        } finally {
            runner = null;
        }
    }

    /// Lets the next thing happen if it is due by a moment, inclusive; false: nothing is.
    public boolean step(long untilNanos) {
        enter();
        try {
            return happensOne(untilNanos);
        } finally {
            runner = null;
        }
    }

    private void enter() {
        if (runner != null) {
            throw new IllegalStateException("the world is run by " + runner);
        }
        runner = Thread.currentThread();
    }

    private boolean happensOne(long untilNanos) {
        if (!inbox.isEmpty()) {
            takeIn();
        }
        while (true) {
            while (ready != 0) {
                int index = Long.numberOfTrailingZeros(ready);
                if (loops[index].happensOne(nowNanos)) {
                    return true;
                }
                ready &= ~(1L << index);
            }
            if (!advance(untilNanos)) {
                return false;
            }
        }
    }

    /// Moves the clock to the next alarm, if there is one in time.
    private boolean advance(long untilNanos) {
        long next = Long.MAX_VALUE;
        for (SimLoop loop : loops) {
            next = Math.min(next, loop.nextNanos());
        }
        if (next == Long.MAX_VALUE || next > untilNanos) {
            return false;
        }
        nowNanos = Math.max(nowNanos, next);
        for (SimLoop loop : loops) {
            if (loop.nextNanos() <= nowNanos) {
                loop.due();
            }
        }
        return true;
    }

    private void takeIn() {
        Posted posted;
        while ((posted = inbox.poll()) != null) {
            posted.loop().queue(new Task(posted.task()));
        }
    }

    void ready(int index) {
        ready |= 1L << index;
    }

    void post(SimLoop loop, Runnable task) {
        if (runner == Thread.currentThread()) {
            loop.queue(new Task(task));
        } else {
            inbox.add(new Posted(loop, task));
        }
    }

    Weather weather() {
        return weather;
    }

    Attic attic() {
        return attic;
    }

    long number() {
        return ++numbers;
    }

    // ---- the address book ----

    SimDoor open(Address address, SimDoor.Maker maker) {
        Address given =
                address.port() == 0 ? new Address(address.host(), freePort(address)) : address;
        if (doors.containsKey(given)) {
            throw new AddressTaken(given, "it is in use");
        }
        SimDoor door = maker.at(given);
        doors.put(given, door);
        return door;
    }

    private int freePort(Address address) {
        while (doors.containsKey(new Address(address.host(), nextPort))) {
            nextPort++;
        }
        return nextPort++;
    }

    void close(SimDoor door) {
        doors.remove(door.address(), door);
    }

    @Nullable SimDoor door(Address address) {
        return doors.get(address);
    }

    // ---- what is used again ----

    void hold() {
        held++;
    }

    void letGo(Bytes bytes) {
        held--;
        bytes.drop();
    }

    Parcel parcel(Kind kind) {
        Parcel parcel = freeParcels;
        if (parcel == null) {
            parcel = new Parcel(this);
        } else {
            freeParcels = parcel.nextFree;
        }
        parcel.address(kind);
        return parcel;
    }

    void free(Parcel parcel) {
        parcel.nextFree = freeParcels;
        freeParcels = parcel;
    }

    Letter letter(Head head, long bodyBytes) {
        Letter letter = freeLetters;
        if (letter == null) {
            letter = new Letter();
        } else {
            freeLetters = letter.nextFree;
            letter.nextFree = null;
        }
        letter.render(head, bodyBytes);
        return letter;
    }

    /// A head that nobody will read, good until the next is measured.
    Letter measured(Head head, long bodyBytes) {
        scales.measure(head, bodyBytes);
        return scales;
    }

    void free(Letter letter) {
        letter.nextFree = freeLetters;
        freeLetters = letter;
    }

    SimExchange exchange() {
        SimExchange exchange = freeExchanges;
        if (exchange == null) {
            return new SimExchange();
        }
        freeExchanges = exchange.nextFree;
        exchange.nextFree = null;
        return exchange;
    }

    void free(SimExchange exchange) {
        exchange.nextFree = freeExchanges;
        freeExchanges = exchange;
    }

    SimAsked asked() {
        SimAsked asked = freeAsked;
        if (asked == null) {
            return new SimAsked();
        }
        freeAsked = asked.nextFree;
        asked.nextFree = null;
        return asked;
    }

    void free(SimAsked asked) {
        asked.nextFree = freeAsked;
        freeAsked = asked;
    }

    /// A task that was posted.
    private static final class Task extends Event {
        private final Runnable what;

        Task(Runnable what) {
            this.what = what;
        }

        @Override
        void happen(long nowNanos) {
            what.run();
        }
    }
}

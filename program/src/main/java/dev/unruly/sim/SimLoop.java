package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Door;
import dev.unruly.world.Entrance;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeEntrance;
import dev.unruly.world.PipeListener;
import dev.unruly.world.Ticket;
import dev.unruly.world.TimerWheel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One of the loops of a [SimWorld].
public final class SimLoop implements Loop {

    private final SimWorld world;
    private final int index;
    private final Address home;
    private final TimerWheel wheel = new TimerWheel();
    private @Nullable Event[] queue = new @Nullable Event[64];
    private int first;
    private int queued;
    private boolean due;

    SimLoop(SimWorld world, int index) {
        this.world = world;
        this.index = index;
        this.home = new Address("127.0.0.1", index + 1);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public void arm(Alarm alarm, long atNanos) {
        wheel.arm(alarm, atNanos);
        if (atNanos <= world.nanos()) {
            due();
        }
    }

    @Override
    public void arm(Alarm alarm, long atNanos, long turn) {
        wheel.arm(alarm, atNanos, turn);
        if (atNanos <= world.nanos()) {
            due();
        }
    }

    @Override
    public void disarm(Alarm alarm) {
        wheel.disarm(alarm);
    }

    @Override
    public void post(Runnable task) {
        world.post(this, task);
    }

    @Override
    public Connection connect(Peer peer, Lane lane, Ticket ticket, ConnectionListener listener) {
        var connection = new SimConnection(this, peer.address(), lane, listener);
        connection.knock();
        return connection;
    }

    @Override
    public Connection takeOut(int number, Lane lane, ConnectionListener listener) {
        return SimConnection.takeOut(this, number, lane, listener);
    }

    @Override
    public int readAhead(int number) {
        return world.attic().readAhead(number);
    }

    @Override
    public void forget(int number) {
        world.attic().remove(number);
    }

    @Override
    public Pipe dial(Peer peer, Lane lane, PipeListener listener) {
        var pipe = new SimPipe(this, lane, true, listener);
        pipe.knock(peer.address());
        return pipe;
    }

    @Override
    public Door listen(Address address, Entrance entrance) {
        return world.open(address, given -> SimDoor.forExchanges(this, given, entrance));
    }

    @Override
    public Door listenPipes(Address address, PipeEntrance entrance) {
        return world.open(address, given -> SimDoor.forPipes(this, given, entrance));
    }

    /// The address from which this loop's connections seem to come.
    Address home() {
        return home;
    }

    SimWorld world() {
        return world;
    }

    /// An event that happens at a moment, or now, once the caller has returned.
    void bring(Event event, long atNanos) {
        if (atNanos <= world.nanos()) {
            queue(event);
        } else {
            wheel.arm(event, atNanos);
        }
    }

    void queue(Event event) {
        if (queued == queue.length) {
            grow();
        }
        queue[(first + queued++) & (queue.length - 1)] = event;
        world.ready(index);
    }

    private void grow() {
        @Nullable Event[] larger = Arrays.copyOf(queue, 2 * queue.length);
        // What had wrapped around to the front moves behind what had not.
        System.arraycopy(queue, 0, larger, queue.length, first);
        Arrays.fill(larger, 0, first, null);
        queue = larger;
    }

    /// Says that alarms are due at this instant.
    void due() {
        due = true;
        world.ready(index);
    }

    /// When the next alarm rings.
    long nextNanos() {
        return wheel.nextNanos();
    }

    /// Lets one thing happen that is due at this instant; false: nothing is.
    boolean happensOne(long nowNanos) {
        if (due) {
            if (wheel.ring(nowNanos, 1) > 0) {
                return true;
            }
            due = false;
        }
        if (queued == 0) {
            return false;
        }
        Event event = queue[first];
        queue[first] = null;
        first = (first + 1) & (queue.length - 1);
        queued--;
        if (event == null) {
            throw new IllegalStateException("the queue of loop " + index + " has a hole");
        }
        event.happen(nowNanos);
        return true;
    }
}

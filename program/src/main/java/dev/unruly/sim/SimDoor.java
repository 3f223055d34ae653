package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Door;
import dev.unruly.world.Entrance;
import dev.unruly.world.PipeEntrance;
import org.jspecify.annotations.Nullable;

/// A listening address of the simulated network: for exchanges or for pipes.
final class SimDoor implements Door {

    /// Makes a door once its address is known.
    interface Maker {
        SimDoor at(Address address);
    }

    private final SimLoop loop;
    private final Address address;
    private final @Nullable Entrance exchanges;
    private final @Nullable PipeEntrance pipes;

    private SimDoor(
            SimLoop loop,
            Address address,
            @Nullable Entrance exchanges,
            @Nullable PipeEntrance pipes) {
        this.loop = loop;
        this.address = address;
        this.exchanges = exchanges;
        this.pipes = pipes;
    }

    static SimDoor forExchanges(SimLoop loop, Address address, Entrance entrance) {
        return new SimDoor(loop, address, entrance, null);
    }

    static SimDoor forPipes(SimLoop loop, Address address, PipeEntrance entrance) {
        return new SimDoor(loop, address, null, entrance);
    }

    SimLoop loop() {
        return loop;
    }

    @Nullable Entrance exchanges() {
        return exchanges;
    }

    @Nullable PipeEntrance pipes() {
        return pipes;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        loop.world().close(this);
    }
}

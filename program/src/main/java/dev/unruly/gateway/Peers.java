package dev.unruly.gateway;

import dev.unruly.policy.Instances;
import dev.unruly.world.Peer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;

/// The instances of one dependency, whatever connection a request comes on, and the connections to
/// them.
final class Peers {

    private final Listener home;
    private final List<Instance> all;
    private final Instances choice;

    /// One of them.
    static final class Instance {
        private final int number;
        private final Peer peer;
        private final Instances choice;
        private final ArrayDeque<Spare> resting = new ArrayDeque<>();

        Instance(int number, Peer peer, Instances choice) {
            this.number = number;
            this.peer = peer;
            this.choice = choice;
        }

        /// Its place among all, from 0.
        int number() {
            return number;
        }

        /// Something more is asked of it.
        void begins() {
            choice.begins(number);
        }

        /// Something that was asked of it is over.
        void ends() {
            choice.ends(number);
        }

        /// A connection to it has nothing to do.
        void rests(Spare spare) {
            resting.addLast(spare);
        }

        /// A connection to it is gone, or has something to do.
        void goes(Spare spare) {
            resting.remove(spare);
        }
    }

    Peers(Listener home, List<Peer> peers) {
        this.home = home;
        this.choice = new Instances(peers.size());
        this.all =
                IntStream.range(0, peers.size())
                        .mapToObj(i -> new Instance(i, peers.get(i), choice))
                        .toList();
    }

    /// Among which a request chooses.
    Instances choice() {
        return choice;
    }

    Instance at(int number) {
        return all.get(number);
    }

    /// A connection to an instance with nothing to do: the one that has rested for the shortest
    /// time, or a new one.
    Spare connection(Instance to, long nowNanos) {
        Spare rested = to.resting.pollLast();
        if (rested != null) {
            return rested;
        }
        var link = new HttpLink(home, home.nextSpare(), to.peer);
        var fresh = new Spare(home.loop(), to, link);
        link.entered(fresh, nowNanos);
        return fresh;
    }
}

package dev.unruly.gateway;

import dev.unruly.guard.Ejection;
import dev.unruly.world.Peer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The instances of one dependency, among which a request chooses whatever connection it comes on,
/// and the connections to them.
///
/// It goes where the least is under way; where that is the same, first tries go in turn: an
/// instance that has become slow has more under way and so gets less, before anything is known of
/// it; in turn it would get as much as the others, and hold as much more of all places as it is
/// slower (Join the shortest queue: Winston, "Optimality of the shortest line discipline", 1977).
/// That one which fails at once attracts what others would answer is what ejection is for.
final class Instances {

    private final Listener home;
    private final List<Instance> all;
    private long turn;

    /// One of them.
    static final class Instance {
        private final int number;
        private final Peer peer;
        private final ArrayDeque<Spare> resting = new ArrayDeque<>();
        private int underWay;

        Instance(int number, Peer peer) {
            this.number = number;
            this.peer = peer;
        }

        /// Its place among all, from 0.
        int number() {
            return number;
        }

        /// Something more is asked of it.
        void begins() {
            underWay++;
        }

        /// Something that was asked of it is over.
        void ends() {
            underWay--;
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

    Instances(Listener home, List<Peer> peers) {
        this.home = home;
        this.all =
                IntStream.range(0, peers.size())
                        .mapToObj(i -> new Instance(i, peers.get(i)))
                        .toList();
    }

    int count() {
        return all.size();
    }

    /// Whether another one than that may be asked now.
    boolean others(Instance than, @Nullable Ejection ejection, long nowNanos) {
        for (Instance one : all) {
            if (one != than && !out(one, ejection, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /// Which one to ask: rather one that is left out than none, and rather the same than one that
    /// is left out.
    ///
    /// @param avoided to be asked only if there is no other; null: none is
    Instance choose(@Nullable Instance avoided, @Nullable Ejection ejection, long nowNanos) {
        int size = all.size();
        int first = (int) (turn % size);
        turn += avoided == null ? 1 : 0;
        Instance best = all.get(first);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            Instance one = all.get((first + i) % size);
            int last = (out(one, ejection, nowNanos) ? 2 : 0) + (one == avoided ? 1 : 0);
            long rank = (long) last << Integer.SIZE | one.underWay;
            if (rank < least) {
                least = rank;
                best = one;
            }
        }
        return best;
    }

    private static boolean out(Instance one, @Nullable Ejection ejection, long nowNanos) {
        return ejection != null && ejection.out(one.number, nowNanos);
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

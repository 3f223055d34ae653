package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.world.AddressTaken;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Other listeners for a gateway that goes on: those that stay keep all their connections, those
/// that go take no more, and keep what is open until it ends.
final class Rebuilding {

    private final List<Listener> now;
    private final List<Listener> next = new ArrayList<>();
    private final List<Listener> opened = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    Rebuilding(List<Listener> now) {
        this.now = now;
    }

    /// Opens what is new; nothing else changes yet. If an address cannot be had, nothing does.
    Answered<List<String>> prepare(Loop loop, List<Dependency> wanted) {
        var taken = new ArrayList<String>();
        for (Dependency one : wanted) {
            Optional<Listener> same = now.stream().filter(l -> stays(l, one)).findFirst();
            if (same.isPresent()) {
                next.add(same.get());
                continue;
            }
            try {
                Listener fresh = Listener.open(loop, one);
                opened.add(fresh);
                next.add(fresh);
                changes.add(one.name() + " listens at " + fresh.address());
            } catch (AddressTaken e) {
                taken.add(one.name() + ": " + e.getMessage());
            }
        }
        if (!taken.isEmpty()) {
            opened.forEach(Listener::close);
            return new Answered.Refused<>(taken);
        }
        return new Answered.Done<>(List.of());
    }

    private static boolean stays(Listener listener, Dependency wanted) {
        Dependency is = listener.dependency();
        return is.name().equals(wanted.name())
                && is.listen().equals(wanted.listen())
                && is.protocol() == wanted.protocol();
    }

    /// Those that listen from now on, in the order of the file.
    List<Listener> next() {
        return next;
    }

    /// Those that listen no more.
    List<Listener> gone() {
        return now.stream().filter(one -> !next.contains(one)).toList();
    }

    /// Whether listeners come or go.
    boolean moves() {
        return !opened.isEmpty() || !gone().isEmpty();
    }

    /// Gives up what was prepared.
    void drop() {
        opened.forEach(Listener::close);
    }

    /// Goes over to it. Returns what has changed, as people read it.
    List<String> done(List<Dependency> wanted) {
        for (int i = 0; i < next.size(); i++) {
            Dependency one = wanted.get(i);
            if (next.get(i).redirect(one)) {
                changes.add(one.name() + " has other upstreams, for new connections");
            }
        }
        for (Listener gone : gone()) {
            gone.leave();
            changes.add(gone.dependency().name() + " listens no more");
        }
        return List.copyOf(changes);
    }
}

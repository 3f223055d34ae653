package dev.unruly.run;

import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Carries what a loop's users do to the thread that writes it down, in batches and without locks.
///
/// The loop's thread calls the observer's methods and [#flush]; one other thread calls [#drainTo].
final class Batches implements Observer {

    private static final int BATCH = 256;

    private final Queue<List<Object>> full = new ConcurrentLinkedQueue<>();
    private List<Object> filling = new ArrayList<>(BATCH);

    @Override
    public void visits(Visit visit) {
        add(visit);
    }

    @Override
    public void wishes(Intention intention) {
        add(intention);
    }

    @Override
    public void requested(Observation observation) {
        add(observation);
    }

    @Override
    public void concluded(Conclusion conclusion) {
        add(conclusion);
    }

    private void add(Object event) {
        filling.add(event);
        if (filling.size() == BATCH) {
            flush();
        }
    }

    /// Hands over what there is. On the loop's thread.
    void flush() {
        if (!filling.isEmpty()) {
            full.add(filling);
            filling = new ArrayList<>(BATCH);
        }
    }

    /// Passes on what was handed over. On the other thread.
    void drainTo(Chronicle chronicle) {
        for (List<Object> batch = full.poll(); batch != null; batch = full.poll()) {
            for (Object event : batch) {
                switch (event) {
                    case Observation observation -> chronicle.requested(observation);
                    case Intention intention -> chronicle.wishes(intention);
                    case Conclusion conclusion -> chronicle.concluded(conclusion);
                    case Visit visit -> chronicle.visits(visit);
                    default -> throw new IllegalStateException("not an event: " + event);
                }
            }
        }
    }
}

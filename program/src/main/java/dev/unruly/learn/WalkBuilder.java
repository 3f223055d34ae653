package dev.unruly.learn;

import dev.unruly.learn.Step.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Makes walks of tries that come sorted by session and time.
final class WalkBuilder {

    /// @param tookMicros −1: not known
    record Tried(
            int state,
            int item,
            long atMillis,
            int status,
            long tookMicros,
            boolean left,
            int region) {

        double tookSeconds() {
            return tookMicros < 0 ? Double.NaN : tookMicros / 1e6;
        }

        Ending ending() {
            if (left) {
                return status >= 200 && status < 400 ? Ending.LEFT_PARTS : Ending.LEFT_EARLY;
            }
            return status == 0 || status == 429 || status == 408 || status >= 500
                    ? Ending.FAILED
                    : Ending.ANSWERED;
        }
    }

    private final Consumer<Walk> to;
    private final List<List<Tried>> wishes = new ArrayList<>();
    private long person;
    private int visit = -1;

    WalkBuilder(Consumer<Walk> to) {
        this.to = to;
    }

    void row(long ofPerson, int ofVisit, boolean again, Tried tried) {
        if (ofVisit != visit || ofPerson != person) {
            end();
            person = ofPerson;
            visit = ofVisit;
        }
        if (!again || wishes.isEmpty()) {
            wishes.add(new ArrayList<>());
        }
        wishes.getLast().add(tried);
    }

    void end() {
        if (wishes.isEmpty()) {
            return;
        }
        var steps = new ArrayList<Step>();
        for (int i = 0; i < wishes.size(); i++) {
            double next =
                    i + 1 < wishes.size()
                            ? wishes.get(i + 1).getFirst().atMillis() / 1e3
                            : Double.NaN;
            steps.add(step(wishes.get(i), next));
        }
        Tried first = wishes.getFirst().getFirst();
        to.accept(new Walk(first.region(), first.atMillis(), steps));
        wishes.clear();
    }

    /// Think time is counted from the answer where it is known, else from the request; somebody may
    /// wish again before all of an answer is there, and has then not thought at all.
    private static Step step(List<Tried> tries, double next) {
        Tried first = tries.getFirst();
        Tried last = tries.getLast();
        var further = new ArrayList<Step.Try>();
        for (int k = 1; k < tries.size(); k++) {
            Tried before = tries.get(k - 1);
            further.add(
                    new Step.Try(
                            (tries.get(k).atMillis() - before.atMillis()) / 1e3,
                            before.status(),
                            before.tookSeconds(),
                            before.left()));
        }
        double lastSeconds = (last.atMillis() - first.atMillis()) / 1e3;
        double took = last.tookSeconds();
        double answered = last.atMillis() / 1e3 + (Double.isNaN(took) ? 0 : took);
        return new Step(
                first.state(),
                first.item(),
                first.atMillis(),
                Double.isNaN(next) ? Double.NaN : Math.max(0, next - answered),
                Double.isNaN(took) ? Double.NaN : lastSeconds + took,
                last.ending(),
                further);
    }
}

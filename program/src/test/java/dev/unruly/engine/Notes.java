package dev.unruly.engine;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import java.util.ArrayList;
import java.util.List;

/// Writes down what an observer is told.
final class Notes implements Observer {

    final List<Visit> visits = new ArrayList<>();
    final List<Intention> wishes = new ArrayList<>();
    final List<Observation> requests = new ArrayList<>();
    final List<Conclusion> conclusions = new ArrayList<>();

    @Override
    public void visits(Visit visit) {
        visits.add(visit);
    }

    @Override
    public void wishes(Intention intention) {
        wishes.add(intention);
    }

    @Override
    public void requested(Observation observation) {
        requests.add(observation);
    }

    @Override
    public void concluded(Conclusion conclusion) {
        conclusions.add(conclusion);
    }
}

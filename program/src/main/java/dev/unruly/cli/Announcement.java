package dev.unruly.cli;

import dev.unruly.engine.Forecast;
import dev.unruly.engine.Plan;
import dev.unruly.model.Series;
import dev.unruly.report.Offer;
import java.util.ArrayList;
import java.util.List;

/// Says what a plan will do, before it does it.
final class Announcement {

    private Announcement() {}

    /// The experiment's name, and what it offers.
    static List<String> lines(Plan plan, int columns) {
        var lines = new ArrayList<String>();
        lines.add(plan.experiment().name());
        lines.addAll(offer(plan).lines(plan.experiment(), columns));
        return lines;
    }

    /// What a plan offers.
    static Offer offer(Plan plan) {
        Forecast forecast = plan.forecast();
        Series intents = forecast.intentsPerSecond();
        double peak = 0;
        for (int i = 0; i < intents.seconds(); i++) {
            peak = Math.max(peak, intents.at(i));
        }
        return new Offer(
                forecast.users(),
                forecast.intents(),
                forecast.requests(),
                plan.horizonNanos() / 1e9,
                peak,
                plan.schedule().toString());
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Forecast;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Series;
import java.util.Locale;

/// Says what a plan will do, before it does it.
final class Announcement {

    private Announcement() {}

    static String of(Plan plan) {
        Experiment experiment = plan.experiment();
        Forecast forecast = plan.forecast();
        Series intents = forecast.intentsPerSecond();
        double peak = 0;
        for (int i = 0; i < intents.seconds(); i++) {
            peak = Math.max(peak, intents.at(i));
        }
        double seconds = plan.horizonNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%s: %,d people with %,d wishes in %.0f s (%.1f/s on average, at most %.0f/s), which"
                        + " need %,d requests if all goes well, to %s; %d trigger(s); seed %d,"
                        + " schedule %s",
                experiment.name(),
                forecast.users(),
                forecast.intents(),
                seconds,
                forecast.intents() / seconds,
                peak,
                forecast.requests(),
                experiment.target().url(),
                experiment.triggers().size(),
                experiment.seed(),
                plan.schedule());
    }
}

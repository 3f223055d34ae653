package dev.unruly.learn;

import dev.unruly.model.Arrival;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How people come, as arrivals that can be played: by a day's course where there is one, else at
/// the mean rate; each bringing others where that was seen, else independent of each other.
///
/// @param remarks one per arrival
record Coming(List<Arrival> arrivals, List<String> remarks) {

    private static final double PRIOR_PER_SECOND = 1;

    /// What a file may say.
    private static final double MOST_BRANCHING = 0.99;

    private static final List<Double> ALIKE = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);

    Coming {
        arrivals = List.copyOf(arrivals);
        remarks = List.copyOf(remarks);
    }

    static Coming of(LearnedArrivals learned) {
        return switch (learned) {
            case LearnedArrivals.Refused refused ->
                    new Coming(
                            List.of(new Arrival.Poisson(PRIOR_PER_SECOND)),
                            List.of("prior: " + refused.why()));
            case LearnedArrivals.Known known -> known(known);
        };
    }

    private static Coming known(LearnedArrivals.Known known) {
        double rate = Wholes.number(Math.max(1e-6, known.perSecond().value()));
        String remark = "per second " + Said.number(known.perSecond()) + rest(known);
        if (known.harmonics().isEmpty() && known.weekdays().isEmpty()) {
            return excited(new Arrival.Poisson(rate), known, remark);
        }
        var harmonics = new ArrayList<Arrival.Harmonic>();
        var words = new StringBuilder();
        for (LearnedArrivals.Harmonic harmonic : known.harmonics()) {
            double amplitude = Math.clamp(Wholes.number(harmonic.amplitude().value()), 0, 1);
            double period = 24.0 / harmonic.k();
            double peak = Wholes.number(harmonic.peakHour().value() % period);
            while (harmonics.size() < harmonic.k() - 1) {
                harmonics.add(new Arrival.Harmonic(0, 0));
            }
            harmonics.add(new Arrival.Harmonic(amplitude, Math.min(peak, 23.99)));
            words.append("; harmonic ")
                    .append(harmonic.k())
                    .append(": amplitude ")
                    .append(Said.share(harmonic.amplitude()))
                    .append(", peak at ")
                    .append(Said.number(harmonic.peakHour()))
                    .append(" h");
        }
        List<Double> weekdays =
                known.weekdays().size() == 7
                        ? known.weekdays().stream().map(f -> Wholes.number(f.value())).toList()
                        : ALIKE;
        for (Figure weekday : known.weekdays()) {
            words.append("; weekday ").append(Said.number(weekday));
        }
        var daily =
                new Arrival.Daily(
                        rate, harmonics, weekdays, Instant.ofEpochMilli(known.fromMillis()), 1);
        return excited(daily, known, remark + words);
    }

    /// With those whom people bring, where that was seen and can be played.
    private static Coming excited(
            Arrival.Unprompted all, LearnedArrivals.Known known, String remark) {
        return switch (known.excitement()) {
            case LearnedArrivals.Excitement.None _ -> new Coming(List.of(all), List.of(remark));
            case LearnedArrivals.Excitement.Hawkes h -> {
                double branching =
                        Math.clamp(Wholes.number(h.branching().value()), 0, MOST_BRANCHING);
                double halfLife = Wholes.number(h.halfLifeSeconds().value());
                var exciting =
                        new Arrival.SelfExciting(
                                all, branching, Math.max(1, Math.round(halfLife * 1e9)));
                String brings =
                        "branching %s; half-life %s; "
                                .formatted(
                                        Said.number(h.branching()),
                                        Said.seconds(h.halfLifeSeconds()));
                yield exciting.crowd() > Arrival.SelfExciting.MOST_IN_CROWD
                        ? new Coming(
                                List.of(all),
                                List.of("not played, for crowds last too long: " + brings + remark))
                        : new Coming(List.of(exciting), List.of(brings + remark));
            }
        };
    }

    private static String rest(LearnedArrivals.Known known) {
        var text = new StringBuilder();
        for (LearnedArrivals.Dispersed one : known.dispersions()) {
            text.append("; dispersion at ")
                    .append(one.seconds())
                    .append(" s ")
                    .append(Said.number(one.index()));
        }
        if (!known.episodes().isEmpty()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "; %d episodes of far more, the highest %.3g times what was due",
                            known.episodes().size(),
                            known.episodes().stream()
                                    .mapToDouble(LearnedArrivals.Episode::factor)
                                    .max()
                                    .orElse(1)));
        }
        return text.toString();
    }
}

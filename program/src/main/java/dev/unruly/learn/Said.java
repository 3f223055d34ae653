package dev.unruly.learn;

import java.util.Locale;
import java.util.StringJoiner;

/// What a number rests on, in the words of a comment: `learned: 61.2 % [60.1, 62.3], n = 2310`.
final class Said {

    private Said() {}

    /// A share.
    static String share(Figure figure) {
        return of(figure, 100, " %");
    }

    /// A plain number.
    static String number(Figure figure) {
        return of(figure, 1, "");
    }

    /// A number of seconds.
    static String seconds(Figure figure) {
        return of(figure, 1, " s");
    }

    private static String of(Figure figure, double times, String unit) {
        return switch (figure.origin()) {
            case LEARNED ->
                    String.format(
                            Locale.ROOT,
                            "learned: %.4g%s [%.4g, %.4g], n = %d",
                            times * figure.value(),
                            unit,
                            times * figure.low(),
                            times * figure.high(),
                            figure.sample());
            case PRIOR -> "prior: the evidence does not say";
            case BY_HAND -> "by hand";
        };
    }

    /// Times to think.
    static String think(Learned.ThinkTime think) {
        String basis =
                switch (think.basis()) {
                    case FAMILY -> "the best family by AIC";
                    case QUANTILES -> "its own quantiles, for no family is near";
                    case SCALED ->
                            "the shape of all states, for no family is near, at its own median";
                    case POOLED -> "too few here: that of all states";
                    case PRIOR -> "prior: too few were seen";
                };
        if (think.basis() == Learned.Basis.PRIOR) {
            return basis;
        }
        var text = new StringJoiner("; ");
        text.add(basis).add("median " + seconds(think.median()));
        for (Learned.Parameter parameter : think.parameters()) {
            text.add(parameter.name() + " " + number(parameter.figure()));
        }
        if (!Double.isNaN(think.distance())) {
            text.add(String.format(Locale.ROOT, "KS %.3f", think.distance()));
        }
        return text.toString();
    }

    /// How long people wait.
    static String patience(LearnedPatience patience) {
        return switch (patience) {
            case LearnedPatience.Seen seen ->
                    "shape %s; scale %s; %d left early, %d were answered"
                            .formatted(
                                    number(seen.shape()),
                                    seconds(seen.scaleSeconds()),
                                    seen.left(),
                                    seen.answered());
            case LearnedPatience.Inferred inferred ->
                    "from sessions that end after slow answers, for none is seen that was given up;"
                            + " shape: prior; scale %s".formatted(seconds(inferred.scaleSeconds()));
            case LearnedPatience.NotSeen not -> "prior: " + not.why();
        };
    }

    /// What people do after trouble.
    static String reacts(Learned.Reacts reacts) {
        if (!reacts.again().learned()) {
            return "prior: no such trouble in the evidence, or too little";
        }
        return "refresh %s; later %s; leave %s; something else %s, played as leave"
                .formatted(
                        share(reacts.again()),
                        share(reacts.later()),
                        share(reacts.leave()),
                        share(reacts.goOn()));
    }
}

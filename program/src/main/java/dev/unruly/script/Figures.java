package dev.unruly.script;

import dev.unruly.model.Comparison;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The figures and signs of an expectation.
final class Figures {

    private final Words words;

    Figures(Words words) {
        this.words = words;
    }

    /// `(99.9)` → 0.999.
    double quantile() throws Misread {
        Words.Word open = words.take();
        if (open.kind() != Words.Kind.OPEN) {
            throw new Misread(open.at(), "a quantile is missing", "write p(99)");
        }
        Words.Word figure = words.take();
        if (Units.number(figure.text()).isEmpty()) {
            throw new Misread(
                    figure.at(), shown(figure) + " is no quantile", "write a number: p(99)");
        }
        double q = Units.share(figure.text() + "%").orElse(-1);
        if (!(q > 0 && q < 1)) {
            throw new Misread(
                    figure.at(),
                    "p(" + figure.text() + ") is out of range",
                    "write more than 0 and less than 100, such as p(99.9)");
        }
        Words.Word close = words.take();
        if (close.kind() != Words.Kind.CLOSE) {
            throw new Misread(close.at(), "the ) is missing", "write p(" + figure.text() + ")");
        }
        return q;
    }

    /// How a figure that was measured is compared.
    Comparison comparison() throws Misread {
        Words.Word sign = sign();
        return switch (sign.text()) {
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.AT_MOST;
            case ">=" -> Comparison.AT_LEAST;
            case ">" -> Comparison.MORE;
            default ->
                    throw new Misread(
                            sign.at(),
                            "a measured figure never equals one exactly",
                            "write <, <=, > or >=");
        };
    }

    /// How a count is compared.
    Comparison countComparison() throws Misread {
        Words.Word sign = sign();
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sign().equals(sign.text())) {
                return comparison;
            }
        }
        throw new Misread(sign.at(), shown(sign) + " is no comparison", "write ==");
    }

    private Words.Word sign() throws Misread {
        Words.Word sign = words.take();
        if (sign.kind() != Words.Kind.SIGN) {
            throw new Misread(
                    sign.at(),
                    sign.kind() == Words.Kind.END
                            ? "a comparison is missing"
                            : shown(sign) + " is no comparison",
                    "write one such as < and a bound");
        }
        return sign;
    }

    double share() throws Misread {
        Words.Word figure = words.take();
        OptionalDouble share = Units.share(figure.text());
        if (share.isEmpty() || !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
            OptionalDouble number = Units.number(figure.text());
            boolean percentMeant = number.isPresent() && number.getAsDouble() <= 100;
            throw new Misread(
                    figure.at(),
                    shown(figure) + " is no share",
                    "write " + (percentMeant ? figure.text() + "%" : "99%, or 0.99"));
        }
        return share.getAsDouble();
    }

    double number() throws Misread {
        Words.Word figure = words.take();
        return Units.number(figure.text())
                .orElseThrow(
                        () -> new Misread(figure.at(), shown(figure) + " is no number", "write 3"));
    }

    long whole() throws Misread {
        Words.Word figure = words.take();
        OptionalLong whole = Units.whole(figure.text());
        return whole.orElseThrow(
                () -> new Misread(figure.at(), shown(figure) + " is no whole number", "write 0"));
    }

    double perSecond() throws Misread {
        Words.Word figure = words.take();
        return Units.perSecond(figure.text())
                .orElseThrow(() ->
                        new Misread(
                                figure.at(),
                                shown(figure) + " is no rate",
                                "write " + (bare(figure) ? figure.text() + "/s" : "100/s")));
    }

    /// A length of time, more than nothing.
    long nanos(String example) throws Misread {
        Words.Word figure = words.take();
        OptionalLong nanos = Units.nanos(figure.text());
        if (nanos.isEmpty() || nanos.getAsLong() == 0) {
            boolean unitMissing = bare(figure) && nanos.isEmpty();
            throw new Misread(
                    figure.at(),
                    shown(figure) + (unitMissing ? " has no unit" : " is no length of time"),
                    "write "
                            + (unitMissing
                                    ? figure.text() + "s or " + figure.text() + "ms"
                                    : example));
        }
        return nanos.getAsLong();
    }

    private static boolean bare(Words.Word figure) {
        return Units.number(figure.text()).isPresent();
    }

    /// A word as a problem shows it.
    static String shown(Words.Word word) {
        return word.kind() == Words.Kind.END ? "nothing" : "`" + word.text() + "`";
    }
}

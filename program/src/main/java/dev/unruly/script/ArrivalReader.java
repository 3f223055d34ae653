package dev.unruly.script;

import dev.unruly.model.Arrival;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// `arrivals:` → when new users start.
final class ArrivalReader {

    private static final String EXAMPLE = "[ { poisson: { rate: 40/s } } ]";
    private static final List<Double> ALL_DAYS_ALIKE = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    private static final String HARMONICS = "[ { amplitude: 60%, peak: 20:00 } ]";
    private static final double MOST_BRANCHING = 0.99;
    private static final String[] KINDS = {
        "poisson",
        "constant",
        "ramp",
        "steps",
        "daily",
        "flash",
        "viral",
        "self-exciting",
        "replay-times",
        "replay-counts",
        "k6",
        "gatling",
        "artillery",
        "jmeter"
    };

    /// What a branching of 0.3 means.
    static final String THIRD = "with 0.3, three of ten are brought by another";

    private final ReplayReader replays;

    ArrivalReader(ReplayReader replays) {
        this.replays = replays;
    }

    /// All arrivals; together they are the organic load.
    List<Arrival> read(Value value) {
        List<Value> items = value.items(EXAMPLE);
        if (items.isEmpty() && value.isList()) {
            value.wrong("nobody arrives", "write " + EXAMPLE);
        }
        return items.stream().flatMap(item -> arrivals(item).stream()).toList();
    }

    /// What one item says: in the words of other testers that may be several.
    private List<Arrival> arrivals(Value value) {
        Section section = value.section("arrival", "{ poisson: { rate: 40/s } }");
        List<Arrival> arrivals =
                section.oneOf("poisson: { rate: 40/s }", KINDS)
                        .map(kind ->
                                switch (kind.label()) {
                                    case "k6" -> K6Reader.read(kind);
                                    case "gatling" -> GatlingReader.read(kind);
                                    case "artillery" -> ArtilleryReader.read(kind);
                                    case "jmeter" -> JMeterReader.read(kind);
                                    default -> List.of(ofKind(kind));
                                })
                        .orElse(List.of());
        section.done();
        return arrivals;
    }

    private Arrival ofKind(Value value) {
        return switch (value.label()) {
            case "poisson" -> new Arrival.Poisson(rate(value, "poisson"));
            case "constant" -> new Arrival.Constant(rate(value, "constant"));
            case "ramp" -> ramp(value);
            case "steps" -> new Arrival.Steps(steps(value));
            case "daily" -> daily(value);
            case "flash" -> flash(value);
            case "viral" -> viral(value);
            case "self-exciting" -> selfExciting(value);
            case "replay-times" -> replays.times(value);
            case "replay-counts" -> replays.counts(value);
            default -> throw new IllegalStateException("arrivals " + value.label());
        };
    }

    private static double rate(Value value, String shape) {
        Section section = value.section(shape, "{ rate: 40/s }");
        double rate = section.need("rate", "40/s").map(v -> v.perSecond("40/s")).orElse(1.0);
        section.done();
        return rate;
    }

    private static Arrival ramp(Value value) {
        Section section = value.section("ramp", "{ from: 0/s, to: 40/s, over: 60s }");
        double from = section.need("from", "0/s").map(v -> v.perSecond("0/s")).orElse(1.0);
        double to = section.need("to", "40/s").map(v -> v.perSecond("40/s")).orElse(1.0);
        long over = section.need("over", "60s").map(v -> v.nanos(1, "60s")).orElse(1L);
        section.done();
        return new Arrival.Ramp(from, to, over);
    }

    /// A list of rates and how long each holds; never empty.
    static List<Arrival.Step> steps(Value value) {
        String example = "[ { rate: 10/s, for: 30s }, { rate: 40/s, for: 60s } ]";
        var steps = new ArrayList<Arrival.Step>();
        for (Value item : value.items(example)) {
            Section section = item.section("step", "{ rate: 10/s, for: 30s }");
            double rate = section.need("rate", "10/s").map(v -> v.perSecond("10/s")).orElse(1.0);
            long length = section.need("for", "30s").map(v -> v.nanos(1, "30s")).orElse(1L);
            section.done();
            steps.add(new Arrival.Step(rate, length));
        }
        if (steps.isEmpty()) {
            if (value.isList()) {
                value.wrong("there are no steps", "write " + example);
            }
            steps.add(new Arrival.Step(0, 1));
        }
        return steps;
    }

    private static Arrival daily(Value value) {
        Section section =
                value.section(
                        "daily",
                        "{ mean: 40/s, harmonics: [ { amplitude: 60%, peak: 20:00 } ], starts-at:"
                                + " 2026-03-02T18:00:00Z }");
        double mean = section.need("mean", "40/s").map(v -> v.perSecond("40/s")).orElse(1.0);
        Optional<Value> harmonics = section.need("harmonics", HARMONICS);
        Arrival.Daily daily = course(section, mean, harmonics);
        section.done();
        return daily;
    }

    private static Arrival.Daily course(Section section, double mean, Optional<Value> asked) {
        List<Arrival.Harmonic> harmonics =
                asked.map(v -> v.items(HARMONICS).stream().map(ArrivalReader::harmonic).toList())
                        .orElse(List.of());
        List<Double> weekdays =
                section.find("weekdays").map(ArrivalReader::weekdays).orElse(ALL_DAYS_ALIKE);
        Instant startsAt =
                section.need("starts-at", "2026-03-02T18:00:00Z")
                        .map(ArrivalReader::instant)
                        .orElse(Instant.EPOCH);
        double speed = section.find("speed").map(v -> v.number(1e-6, 1e6, "60")).orElse(1.0);
        if (harmonics.stream().mapToDouble(Arrival.Harmonic::amplitude).sum() > 1) {
            Value value = section.value();
            value.reading()
                    .warn(
                            value.at(),
                            "the amplitudes sum to more than 100%, so that nights are cut off at 0",
                            "the mean will be higher than asked for");
        }
        return new Arrival.Daily(mean, harmonics, weekdays, startsAt, speed);
    }

    /// Those who come by themselves are so many that all together are the mean.
    private static Arrival selfExciting(Value value) {
        Section section =
                value.section("self-exciting", "{ mean: 40/s, branching: 0.3, half-life: 10s }");
        double mean = section.need("mean", "40/s").map(v -> v.perSecond("40/s")).orElse(1.0);
        double branching = branching(section, "0.3", THIRD);
        long halfLife = section.need("half-life", "10s").map(v -> v.nanos(1, "10s")).orElse(1L);
        section.knows("harmonics", "weekdays", "starts-at", "speed");
        boolean follows =
                section.has("harmonics")
                        || section.has("weekdays")
                        || section.has("starts-at")
                        || section.has("speed");
        var arrival =
                new Arrival.SelfExciting(
                        follows
                                ? course(section, mean, section.find("harmonics"))
                                : new Arrival.Poisson(mean),
                        branching,
                        halfLife);
        section.done();
        if (arrival.crowd() > Arrival.SelfExciting.MOST_IN_CROWD) {
            value.wrong(
                    String.format(
                            Locale.ROOT,
                            "those whom a user brings come within %.0f s, in which %.0f come"
                                    + " altogether, who must all be known",
                            arrival.crowdNanos() / 1e9,
                            arrival.crowd()),
                    String.format(
                            Locale.ROOT,
                            "write a shorter half-life or a smaller branching: %.0f at the most",
                            Arrival.SelfExciting.MOST_IN_CROWD));
        }
        return arrival;
    }

    /// How many users a user brings.
    static double branching(Section section, String example, String comment) {
        int mark = section.value().reading().mark();
        Optional<Value> found = section.need("branching", example);
        double branching = found.map(v -> v.number(0, 1, example)).orElse(0.0);
        if (!section.value().reading().cleanSince(mark)) {
            return 0;
        }
        if (branching <= MOST_BRANCHING) {
            return branching;
        }
        found.ifPresent(v ->
                v.wrongText(
                        "lets the crowd grow without end",
                        "write at most " + MOST_BRANCHING + "; " + comment));
        return 0;
    }

    private static Arrival.Harmonic harmonic(Value value) {
        Section section = value.section("harmonic", "{ amplitude: 60%, peak: 20:00 }");
        double amplitude =
                section.need("amplitude", "60%").map(v -> v.share("60%").value()).orElse(0.0);
        double peak = section.need("peak", "20:00").map(ArrivalReader::hour).orElse(0.0);
        section.done();
        return new Arrival.Harmonic(amplitude, peak);
    }

    private static double hour(Value value) {
        String text = value.isText() ? value.text("20:00") : "";
        String[] parts = text.split(":", -1);
        OptionalDouble plain = Units.number(text);
        OptionalLong hours = Units.whole(parts[0]);
        OptionalLong minutes = parts.length == 2 ? Units.whole(parts[1]) : OptionalLong.empty();
        double hour = -1;
        if (plain.isPresent()) {
            hour = plain.getAsDouble();
        } else if (hours.isPresent()
                && minutes.isPresent()
                && minutes.getAsLong() >= 0
                && minutes.getAsLong() < 60) {
            hour = hours.getAsLong() + minutes.getAsLong() / 60.0;
        }
        if (!(hour >= 0 && hour < 24)) {
            value.wrongText("is no hour of the day", "write 20:30 or 20.5");
            return 0;
        }
        return hour;
    }

    private static List<Double> weekdays(Value value) {
        String example = "[1, 1, 1, 1, 1, 0.7, 0.6], Monday first";
        List<Double> factors =
                value.items(example).stream().map(v -> v.number(0, 1_000, "1")).toList();
        if (factors.size() != 7) {
            if (value.isList()) {
                value.wrong("there are " + factors.size() + " weekdays, not 7", "write " + example);
            }
            return ALL_DAYS_ALIKE;
        }
        return factors;
    }

    private static Instant instant(Value value) {
        try {
            return Instant.parse(value.isText() ? value.text("2026-03-02T18:00:00Z") : "");
        } catch (DateTimeParseException e) {
            value.wrongText("is no moment", "write 2026-03-02T18:00:00Z");
            return Instant.EPOCH;
        }
    }

    static Arrival.Flash flash(Value value) {
        Section section = value.section("flash", "{ at: 30s, users: 500, within: 1s }");
        long at = section.need("at", "30s").map(v -> v.nanos(0, "30s")).orElse(0L);
        int users =
                section.need("users", "500")
                        .map(v -> (int) v.whole(1, 10_000_000, "500"))
                        .orElse(1);
        long within = section.find("within").map(v -> v.nanos(0, "1s")).orElse(0L);
        section.done();
        return new Arrival.Flash(at, users, within);
    }

    static Arrival.Viral viral(Value value) {
        Section section =
                value.section("viral", "{ at: 0s, first: 200, branching: 0.6, half-life: 4s }");
        long at = section.need("at", "0s").map(v -> v.nanos(0, "0s")).orElse(0L);
        int first =
                section.need("first", "200")
                        .map(v -> (int) v.whole(1, 10_000_000, "200"))
                        .orElse(1);
        double branching = branching(section, "0.6", "0.6 brings 2.5 visitors for each first one");
        long halfLife = section.need("half-life", "4s").map(v -> v.nanos(1, "4s")).orElse(1L);
        int hot = section.find("hot-items").map(v -> (int) v.whole(0, 1_000_000, "3")).orElse(0);
        section.done();
        return new Arrival.Viral(at, first, branching, halfLife, hot);
    }
}

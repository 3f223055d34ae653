package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Client;
import dev.unruly.model.Persona;
import dev.unruly.model.Reactions;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// `personas:` → kinds of users.
final class PersonaReader {

    private static final String EXAMPLE =
            "{ share: 60%, journey: shop, client: { kind: browser }, patience: 4s, when-slow: {"
                    + " leave: 100% } }";
    private static final int TRIES = 5;

    /// Weibull through two published points each: 0.6 % react within 0.4 s (Brutlag, "Speed
    /// Matters", 2009), and 40 % on desktops, 53 % on phones within 3 s (Forrester for Akamai,
    /// 2009; Google, "The need for mobile speed", 2016). Priors, to be replaced by what was
    /// learned.
    private static final Distribution PATIENCE_AT_DESKTOPS = new Distribution.Weibull(2.2, 4.07);

    private static final Distribution PATIENCE_ON_PHONES = new Distribution.Weibull(2.4, 3.37);

    /// An engineering prior.
    private static final Distribution NOTICE = new Distribution.Uniform(0.5, 1.5);

    private final Collection<String> journeys;
    private final ReactionReader reactions;
    private final List<String> names = new ArrayList<>();

    /// @param journeys the names of all journeys
    /// @param signsIn whether the population has a `sign-in`
    PersonaReader(Collection<String> journeys, boolean signsIn) {
        this.journeys = journeys;
        this.reactions = new ReactionReader(signsIn);
    }

    /// The names of all personas, also of those that are broken.
    List<String> names() {
        return names;
    }

    /// All personas that could be read.
    List<Persona> read(Value value) {
        int mark = value.reading().mark();
        var personas = new ArrayList<Persona>();
        value.entries("{ shopper: " + EXAMPLE + " }")
                .forEach((key, inner) -> {
                    String name = key.name("shopper");
                    names.add(name);
                    persona(name, inner).ifPresent(personas::add);
                });
        if (names.isEmpty() && value.isMapping()) {
            value.wrong("there are no personas", "write { shopper: " + EXAMPLE + " }");
        }
        Shares.requireWhole(
                value,
                mark,
                personas.stream().map(Persona::share).toList(),
                "the personas' shares");
        return personas;
    }

    private Optional<Persona> persona(String name, Value value) {
        int mark = value.reading().mark();
        Section section = value.section("persona", EXAMPLE);
        Share share = section.need("share", "60%").map(v -> v.share("60%")).orElse(Share.NONE);
        String journey = section.need("journey", "shop").map(this::journey).orElse("");
        Client client =
                section.find("client")
                        .map(ClientReader::read)
                        .orElseGet(() -> ClientReader.defaults(Client.Kind.BROWSER));
        Distribution patience =
                section.find("patience")
                        .map(Distributions::read)
                        .orElseGet(() -> patience(section, client.kind()));
        Reactions whenSlow =
                section.find("when-slow")
                        .map(v -> reactions.read(v, true))
                        .orElseGet(() -> ReactionReader.whenSlow(client.kind()));
        Reactions whenFailed =
                section.find("when-failed")
                        .map(v -> reactions.read(v, false))
                        .orElseGet(() -> ReactionReader.withoutWaiting(whenSlow));
        Distribution notice = section.find("notice").map(Distributions::read).orElse(NOTICE);
        int tries = section.find("tries").map(v -> (int) v.whole(1, 1_000, "5")).orElse(TRIES);
        double weary = section.find("weary").map(v -> v.number(1, 100, "1.5")).orElse(1.0);
        section.done();
        return value.reading().cleanSince(mark)
                ? Optional.of(
                        new Persona(
                                name,
                                share,
                                journey,
                                client,
                                patience,
                                whenSlow,
                                whenFailed,
                                notice,
                                tries,
                                weary))
                : Optional.empty();
    }

    private String journey(Value value) {
        String name = value.text("shop");
        if (value.isText() && !journeys.contains(name)) {
            value.wrongText(
                    "is no journey",
                    Nearest.instead(name, journeys, "describe it under `journeys:`"));
        }
        return name;
    }

    private static Distribution patience(Section section, Client.Kind kind) {
        return switch (kind) {
            case BROWSER -> PATIENCE_AT_DESKTOPS;
            case APP -> PATIENCE_ON_PHONES;
            case SERVICE -> {
                section.value()
                        .wrong(
                                "nothing is known of how long a service waits",
                                "write patience: 10s");
                yield PATIENCE_AT_DESKTOPS;
            }
        };
    }
}

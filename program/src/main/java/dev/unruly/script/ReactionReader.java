package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Client;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;

/// `when-slow:` and `when-failed:` → reactions, always in the same order, so that lines may change
/// places and users do the same.
final class ReactionReader {

    private static final String SLOW = "{ wait: 30%, refresh: 40%, new-tab: 10%, leave: 20% }";
    private static final String FAILED = "{ refresh: 60%, leave: 40% }";
    private static final Reactions ALL_LEAVE = of(1, 0, 0);

    private final boolean signsIn;

    ReactionReader(boolean signsIn) {
        this.signsIn = signsIn;
    }

    /// The reactions of a mapping.
    ///
    /// @param waits whether waiting on makes sense here
    Reactions read(Value value, boolean waits) {
        int mark = value.reading().mark();
        Section section = value.section("reactions", waits ? SLOW : FAILED);
        var choices = new ArrayList<Reactions.Choice>();
        add(choices, section, "wait", new Reaction.Wait());
        if (!waits && section.has("wait")) {
            section.keyOf("wait")
                    .wrong("after a failure there is nothing to wait for", "write later or leave");
        }
        add(choices, section, "refresh", new Reaction.Refresh());
        add(choices, section, "new-tab", new Reaction.NewTab());
        add(choices, section, "sign-in-again", new Reaction.SignInAgain());
        if (!signsIn && section.has("sign-in-again")) {
            section.keyOf("sign-in-again")
                    .wrong("nobody signs in here", "describe `sign-in:`, or remove this");
        }
        section.find("later").map(ReactionReader::later).ifPresent(choices::add);
        add(choices, section, "leave", new Reaction.Leave());
        section.done();
        Shares.requireWhole(
                value,
                mark,
                choices.stream().map(Reactions.Choice::share).toList(),
                "the shares of `" + value.label() + "`");
        return value.reading().cleanSince(mark) ? new Reactions(choices) : ALL_LEAVE;
    }

    private static void add(
            List<Reactions.Choice> choices, Section section, String key, Reaction reaction) {
        section.find(key)
                .ifPresent(v -> choices.add(new Reactions.Choice(reaction, v.share("40%"))));
    }

    private static Reactions.Choice later(Value value) {
        Section section = value.section("later", "{ share: 10%, pause: 30s }");
        Share share = section.need("share", "10%").map(v -> v.share("10%")).orElse(Share.NONE);
        Distribution pause =
                section.need("pause", "30s")
                        .map(Distributions::read)
                        .orElse(new Distribution.Constant(1));
        section.done();
        return new Reactions.Choice(new Reaction.Later(pause), share);
    }

    /// What people do when patience ends and their file says nothing: priors.
    static Reactions whenSlow(Client.Kind kind) {
        return switch (kind) {
            case BROWSER ->
                    new Reactions(
                            List.of(
                                    new Reactions.Choice(new Reaction.Wait(), new Share(0.3)),
                                    new Reactions.Choice(new Reaction.Refresh(), new Share(0.4)),
                                    new Reactions.Choice(new Reaction.NewTab(), new Share(0.1)),
                                    new Reactions.Choice(new Reaction.Leave(), new Share(0.2))));
            case APP -> of(0.4, 0.6, 0);
            case SERVICE -> ALL_LEAVE;
        };
    }

    /// The same reactions without waiting on, which makes no sense after a failure.
    static Reactions withoutWaiting(Reactions reactions) {
        List<Reactions.Choice> rest =
                reactions.choices().stream()
                        .filter(c -> !(c.reaction() instanceof Reaction.Wait))
                        .toList();
        double sum = rest.stream().mapToDouble(c -> c.share().value()).sum();
        return sum > 0 ? new Reactions(rest.stream().map(c -> scaled(c, sum)).toList()) : ALL_LEAVE;
    }

    private static Reactions.Choice scaled(Reactions.Choice choice, double sum) {
        return new Reactions.Choice(
                choice.reaction(), new Share(Math.min(1, choice.share().value() / sum)));
    }

    private static Reactions of(double leave, double refresh, double wait) {
        return new Reactions(
                List.of(
                        new Reactions.Choice(new Reaction.Wait(), new Share(wait)),
                        new Reactions.Choice(new Reaction.Refresh(), new Share(refresh)),
                        new Reactions.Choice(new Reaction.Leave(), new Share(leave))));
    }
}

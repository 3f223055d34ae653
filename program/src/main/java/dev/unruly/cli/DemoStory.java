package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.report.Compared;
import dev.unruly.report.Reports;
import dev.unruly.report.RunText;
import dev.unruly.report.Settled;
import dev.unruly.report.SideBySide;
import dev.unruly.report.Symptoms;
import dev.unruly.run.Derivation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells the demo to whoever has five minutes: what is going to happen, the load test, the people,
/// and both beside each other.
final class DemoStory {

    /// The folder of the load test.
    static final String CONTROL = "control";

    /// The folder of the people.
    static final String PEOPLE = "people";

    /// The folder of the people behind settings.
    static final String GUARDED = "guarded";

    /// What is played.
    enum Part {
        LOAD_TEST,
        PEOPLE
    }

    private final PrintWriter out;
    private final Voice voice;
    private final List<Compared> played = new ArrayList<>();
    private Optional<Plan> plan = Optional.empty();
    private List<Settled> settled = List.of();
    private Part part = Part.LOAD_TEST;

    DemoStory(PrintWriter out, Voice voice) {
        this.out = out;
        this.voice = voice;
    }

    /// What the demo will do.
    ///
    /// @param frozen whether settings are given, so that nothing has to be derived
    void begin(Path folder, boolean frozen) {
        say(
                frozen
                        ? "A small shop meets people, without and with settings that it was given."
                        : "A small shop passes its load test. Then people come. Then it is"
                                + " hardened.",
                "",
                "  It opens on this machine: a storefront with PostgreSQL, Redis, an identity and"
                        + " a",
                "  payment provider, and a listener in front of each that can hurt and protect"
                        + " it.");
        if (frozen) {
            say(
                    "  The same experiment is played with the same people, once without the"
                            + " settings and",
                    "  once with them.");
        } else {
            say(
                    "  The same experiment is played three times: as a load test would play it,"
                            + " with",
                    "  people, and with the same people behind settings derived from what was"
                            + " seen.");
        }
        say(
                "  All requests stay on 127.0.0.1; all files go to " + folder + "/. It takes",
                "  about "
                        + (frozen ? "three" : "five")
                        + " minutes; Ctrl-C ends it and closes the shop.",
                "");
    }

    /// Waits for the shop, and shows that it does.
    ShopProcess opening(Opening.Shop shop) throws IOException {
        try (Opening opening = new Opening("opening the shop", out, voice)) {
            ShopProcess open = shop.open();
            opening.done("the shop is open");
            return open;
        }
    }

    /// A part begins.
    void part(Part next, Experiment experiment) {
        part = next;
        plan = Optional.of(Plan.of(experiment));
        say("", (played.size() + 1) + ": " + label());
        words().forEach(line -> say("  " + line));
        say("");
        if (!guarded()) {
            voice.say(out, Announcement.offer(plan()).lines(experiment, voice.columns()));
            say("");
        }
    }

    private boolean guarded() {
        return !plan().experiment().protections().isEmpty();
    }

    private String label() {
        return switch (part) {
            case LOAD_TEST -> "load test";
            case PEOPLE -> guarded() ? "guarded" : "people";
        };
    }

    private List<String> words() {
        return switch (part) {
            case LOAD_TEST ->
                    List.of(
                            "The requests that people would make, at the same rate, with the same"
                                    + " trouble; but",
                            "nobody loses patience, refreshes or retries, and nobody is far away.");
            case PEOPLE ->
                    guarded()
                            ? List.of(
                                    "The same people, who mean to do the same, and the same"
                                            + " trouble, with the settings",
                                    "in force at the listeners.")
                            : List.of(
                                    "The same arrivals and the same trouble. They wait so long and"
                                            + " no longer; they",
                                    "refresh, open new tabs, sign in again or leave, and their apps"
                                            + " retry by themselves.");
        };
    }

    /// What follows from what was seen.
    void settings(Derivation derivation) {
        settled = DerivationText.settled(derivation);
        say("", "What follows from what was seen before the trouble:", "");
        voice.say(out, DerivationText.enforced(derivation, voice.columns()));
    }

    /// What is played now.
    Plan plan() {
        return plan.orElseThrow();
    }

    /// Whether that is the load test.
    boolean asVolume() {
        return part == Part.LOAD_TEST;
    }

    /// In which folder it is written down.
    String folder() {
        return switch (part) {
            case LOAD_TEST -> CONTROL;
            case PEOPLE -> guarded() ? GUARDED : PEOPLE;
        };
    }

    /// Where it can be watched.
    Screen screen() {
        return Screen.of(label(), plan(), out, voice);
    }

    /// It has been played.
    void played(RunResult result) {
        played.add(
                new Compared(
                        label(),
                        folder() + "/" + Reports.FILE,
                        result,
                        Compared.critical(plan().experiment())));
        say("", RunText.verdict(result, voice.dress()));
        voice.say(out, RunText.why(result, voice.columns()));
        if (part == Part.PEOPLE
                && result.verdict() != Verdict.HOLDS
                && !result.symptoms().isEmpty()) {
            say("", "What it suffered from:", "");
            voice.say(out, Symptoms.lines(result, voice.columns()));
        }
    }

    /// All beside each other, and whether they have shown what was promised.
    ///
    /// @return the exit code
    int end(Path folder) throws IOException {
        if (played.size() < 2) {
            say("", "report  " + folder.resolve(played.getFirst().link()));
            return RunCommand.code(played.getFirst().result().verdict());
        }
        List<Compared> shown = inOrder();
        Path page = folder.resolve(Reports.FILE);
        Reports.compare(page, shown, settled);
        say("");
        voice.say(out, SideBySide.lines(shown, voice.columns(), voice.dress()));
        say("");
        List<String> missing = missing();
        say(missing.isEmpty() ? moral() : "This time it did not show: " + missing.getFirst() + ".");
        say("", "report    " + page);
        if (Files.exists(folder.resolve(HardenCommand.POLICIES))) {
            say("settings  " + folder.resolve(HardenCommand.POLICIES));
        }
        if (missing.isEmpty()) {
            return ExitCode.HOLDS;
        }
        boolean unclear =
                played.stream().anyMatch(run -> run.result().verdict() == Verdict.UNCLEAR);
        return unclear ? ExitCode.UNCLEAR : ExitCode.FAILS;
    }

    private List<Compared> inOrder() {
        var shown = new ArrayList<Compared>();
        for (String label : List.of("load test", "people", "guarded")) {
            shown.addAll(played.stream().filter(run -> run.label().equals(label)).toList());
        }
        return shown;
    }

    private static String moral() {
        return "With people, trouble that the load test does not notice brought the shop down, and"
                + " it stayed down. With the settings in force the same people, the same load"
                + " and the same trouble did not.";
    }

    /// Whether a part has ended before its end.
    boolean early() {
        return played.stream().anyMatch(run -> !run.result().header().complete());
    }

    /// It was ended early.
    ///
    /// @return the exit code
    int stopped(Path folder) {
        say("", "stopped; what was measured until then:");
        played.forEach(run -> say("report  " + folder.resolve(run.link())));
        return ExitCode.STOPPED;
    }

    /// What was promised and not shown; empty: all was.
    private List<String> missing() {
        var missing = new ArrayList<String>();
        for (Compared run : inOrder()) {
            RunResult result = run.result();
            boolean well =
                    result.verdict() == Verdict.HOLDS && result.recovery() == Recovery.RECOVERED;
            switch (run.label()) {
                case "people" -> {
                    if (!stayedDown(result)) {
                        missing.add(
                                "with people it was " + result.recovery().word() + again(result));
                    }
                }
                default -> {
                    if (!well) {
                        missing.add("the " + run.label() + " run did not pass" + again(result));
                    }
                }
            }
        }
        return missing;
    }

    private static boolean stayedDown(RunResult result) {
        return switch (result.recovery()) {
            case METASTABLE, NOT_RECOVERED -> true;
            case RECOVERED, SLOW_DRAIN, NOT_HEALED, OVERLOADED, UNCLEAR, NONE -> false;
        };
    }

    private static String again(RunResult result) {
        return result.generator().fit()
                ? ""
                : ", for this machine was too busy to say; run it again when it has less to do";
    }

    private void say(String... lines) {
        voice.say(out, List.of(lines));
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.report.Compared;
import dev.unruly.report.Reports;
import dev.unruly.report.RunText;
import dev.unruly.report.SideBySide;
import java.io.IOException;
import java.io.PrintWriter;
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

    private static final String LOAD_TEST = "load test";

    private final PrintWriter out;
    private final Voice voice;
    private final List<Compared> played = new ArrayList<>();
    private Optional<Plan> plan = Optional.empty();
    private boolean asVolume;

    DemoStory(PrintWriter out, Voice voice) {
        this.out = out;
        this.voice = voice;
    }

    /// What the demo will do.
    void begin(Path folder) {
        say(
                "A small shop passes its load test. Then people come.",
                "",
                "  It opens on this machine: a storefront with PostgreSQL, Redis, an identity and a",
                "  payment provider, and a listener in front of each that can hurt it. The same",
                "  experiment is played twice: as a load test would play it, then with people. All",
                "  requests stay on 127.0.0.1; all files go to "
                        + folder
                        + "/. It takes about five",
                "  minutes; Ctrl-C ends it and closes the shop.",
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

    /// The first part begins.
    void loadTest(Experiment experiment) {
        asVolume = true;
        part(
                "1 of 2: the load test",
                experiment,
                "The requests that people would make, at the same rate, with the same trouble; but",
                "nobody loses patience, refreshes or retries, and nobody is far away.");
    }

    /// The second part begins.
    void people(Experiment experiment) {
        asVolume = false;
        part(
                "2 of 2: people",
                experiment,
                "The same arrivals and the same trouble. They wait so long and no longer; they",
                "refresh, open new tabs, sign in again or leave, and their apps retry by themselves.");
    }

    private void part(String title, Experiment experiment, String... lines) {
        plan = Optional.of(Plan.of(experiment));
        say("", title);
        for (String line : lines) {
            say("  " + line);
        }
        say("");
        voice.say(out, Announcement.offer(plan()).lines(experiment, voice.columns()));
        say("");
    }

    /// What is played now.
    Plan plan() {
        return plan.orElseThrow();
    }

    /// Whether that is the load test.
    boolean asVolume() {
        return asVolume;
    }

    /// Where it can be watched.
    Screen screen() {
        return Screen.of(asVolume ? LOAD_TEST : PEOPLE, plan(), out, voice);
    }

    /// It has been played.
    void played(RunResult result) {
        String folder = asVolume ? CONTROL : PEOPLE;
        played.add(
                new Compared(asVolume ? LOAD_TEST : PEOPLE, folder + "/" + Reports.FILE, result));
        say("", RunText.verdict(result, voice.dress()));
        voice.say(out, RunText.why(result, voice.columns()));
    }

    /// Both beside each other, and whether they have shown what was promised.
    ///
    /// @return the exit code
    int end(Path folder) throws IOException {
        if (played.size() < 2) {
            say("", "report  " + folder.resolve(played.getFirst().link()));
            return RunCommand.code(played.getFirst().result().verdict());
        }
        Path page = folder.resolve(Reports.FILE);
        Reports.compare(page, played);
        say("");
        voice.say(out, SideBySide.lines(played, voice.columns(), voice.dress()));
        say("");
        String missing = missing(played.getFirst().result(), played.getLast().result());
        say(
                missing.isEmpty()
                        ? "The load test passed. With people the same load and the same trouble brought the"
                                + " shop down, and it stayed down."
                        : "This time it did not show what it was to show: " + missing + ".");
        say("", "report  " + page);
        if (missing.isEmpty()) {
            return ExitCode.HOLDS;
        }
        boolean unclear =
                played.stream().anyMatch(run -> run.result().verdict() == Verdict.UNCLEAR);
        return unclear ? ExitCode.UNCLEAR : ExitCode.FAILS;
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
    private static String missing(RunResult control, RunResult people) {
        if (control.verdict() != Verdict.HOLDS || control.recovery() != Recovery.RECOVERED) {
            return "the load test did not pass" + again(control);
        }
        return switch (people.recovery()) {
            case METASTABLE, NOT_RECOVERED -> "";
            case RECOVERED, SLOW_DRAIN, NOT_HEALED, OVERLOADED, UNCLEAR, NONE ->
                    "with people it was " + people.recovery().word() + again(people);
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

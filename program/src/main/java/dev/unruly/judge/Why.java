package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.Mark;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The evidence in one paragraph that a tired engineer understands.
final class Why {

    private static final double WORTH_TELLING = 1.3;

    private final Ledger ledger;
    private final Judge.Look look;
    private final Return comeback;
    private final List<Answer> answers;
    private final Verdict verdict;

    Why(Ledger ledger, Judge.Look look, Return comeback, List<Answer> answers, Verdict verdict) {
        this.ledger = ledger;
        this.look = look;
        this.comeback = comeback;
        this.answers = answers;
        this.verdict = verdict;
    }

    String text() {
        var sentences = new ArrayList<String>();
        if (!look.fitness().fit()) {
            sentences.add(
                    "Nothing can be said of the system, for the generator itself could have shaped"
                            + " the result: "
                            + String.join("; ", look.fitness().reasons()));
            return finish(sentences);
        }
        sentences.add(before());
        if (!look.baseline().valid() && !look.baseline().overloaded()) {
            return finish(sentences);
        }
        if (comeback.recovery() != Recovery.NONE && comeback.recovery() != Recovery.OVERLOADED) {
            sentences.add(triggers());
        }
        if (comeback.recovery() != Recovery.NONE) {
            sentences.add(upper(comeback.because()));
        }
        String who = whoAmplified();
        if (!who.isEmpty()) {
            sentences.add(who);
        }
        sentences.add(expectations());
        return finish(sentences);
    }

    private String before() {
        Baseline baseline = look.baseline();
        if (!baseline.valid() && !baseline.overloaded()) {
            return "There is no baseline to compare with: "
                    + String.join("; ", baseline.problems());
        }
        return Words.say(
                "Before anything went wrong %s of %.0f intents/s were answered in time, p99 %s",
                Words.share(baseline.goodput()),
                baseline.wishesPerSecond(),
                Words.nanos(baseline.p99Nanos()));
    }

    private String triggers() {
        var told = new ArrayList<String>();
        for (Mark mark : ledger.marks()) {
            if (mark instanceof Mark.TriggerBegan began) {
                told.add(began.detail());
            }
        }
        return told.isEmpty() ? "No trigger came into force" : "Then: " + String.join("; ", told);
    }

    /// Who sent what was not needed, where there was much of it.
    private String whoAmplified() {
        Times times = look.times();
        int from = times.firstTrigger() < 0 ? times.baselineTo() : times.firstTrigger();
        double ratio = ledger.flows.ratio.over(from, times.watchTo());
        if (ratio < WORTH_TELLING * look.baseline().amplification()) {
            return "";
        }
        long extra = 0;
        var parts = new ArrayList<Map.Entry<Cause, Long>>();
        for (Map.Entry<Cause, PerSecond> cause : ledger.flows.byCause.entrySet()) {
            long count = cause.getValue().sum(from, times.watchTo());
            if (cause.getKey() != Cause.FIRST_TRY && count > 0) {
                extra += count;
                parts.add(Map.entry(cause.getKey(), count));
            }
        }
        if (extra == 0) {
            return "";
        }
        parts.sort(Map.Entry.<Cause, Long>comparingByValue().reversed());
        var told = new ArrayList<String>();
        for (Map.Entry<Cause, Long> part : parts) {
            double share = (double) part.getValue() / extra;
            if (share >= 0.05) {
                told.add(Words.say("%s %.0f %%", name(part.getKey()), 100 * share));
            }
        }
        return Words.say(
                "From the first trigger on users and their apps sent %.1f requests for each one"
                        + " needed; of what was not a first try: %s",
                ratio, String.join(", ", told));
    }

    static String name(Cause cause) {
        return switch (cause) {
            case FIRST_TRY -> "first tries";
            case REFRESH -> "refreshes";
            case NEW_TAB -> "new tabs";
            case CLIENT_RETRY -> "the apps' own retries";
            case SIGN_IN_AGAIN -> "signing in again";
            case CAME_BACK -> "people who came back";
        };
    }

    private String expectations() {
        if (answers.isEmpty()) {
            return verdict == Verdict.HOLDS ? "Nothing else was expected" : "";
        }
        var failed = new ArrayList<String>();
        var open = new ArrayList<String>();
        for (Answer answer : answers) {
            switch (answer.verdict()) {
                case HOLDS -> {}
                case FAILS -> failed.add("`" + answer.text() + "` (" + answer.measured() + ")");
                case UNCLEAR -> open.add("`" + answer.text() + "` (" + answer.measured() + ")");
            }
        }
        var text = new StringBuilder();
        if (failed.isEmpty() && open.isEmpty()) {
            return Words.say("All %d expectations hold", answers.size());
        }
        if (!failed.isEmpty()) {
            text.append("Not met: ").append(String.join(", ", failed));
        }
        if (!open.isEmpty()) {
            text.append(text.isEmpty() ? "" : ". ");
            text.append("Undecided: ").append(String.join(", ", open));
        }
        return text.toString();
    }

    private String finish(List<String> sentences) {
        var text = new StringBuilder();
        for (String sentence : sentences) {
            if (!sentence.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(sentence);
                text.append(sentence.endsWith(".") ? "" : ".");
            }
        }
        return text.toString();
    }

    private static String upper(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

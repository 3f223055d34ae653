package dev.unruly.report;

import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import java.util.List;

/// `junit.xml`, in the dialect that Jenkins and GitLab read: one test suite for each run, one test
/// case for each expectation, for coming back, and for the generator.
///
/// What fails is a `failure`. What is unclear is an `error` and never `skipped`: to a pipeline a
/// skipped test is as good as a passed one, and nothing has been shown.
public final class Junit {

    /// The name of the file in a run's folder.
    public static final String FILE = "junit.xml";

    private Junit() {}

    /// The file of some runs. Those of several are told apart by their seeds.
    public static String text(List<RunResult> results) {
        var suites = new StringBuilder();
        var sum = new Sum();
        for (RunResult result : results) {
            var cases = new StringBuilder();
            var here = new Sum();
            RunResult.Header header = result.header();
            String seed = results.size() > 1 ? ", seed " + header.seed() : "";
            cases(cases, here, result, results.size() > 1);
            suites.append("  <testsuite")
                    .append(attribute("name", header.name() + seed))
                    .append(here)
                    .append(attribute("skipped", "0"))
                    .append(attribute("time", Figures.say("%.3f", header.seconds())))
                    .append(attribute("timestamp", header.startedAt().toString()))
                    .append(">\n    <properties>\n")
                    .append(property("seed", Long.toString(header.seed())))
                    .append(property("schedule", header.schedule()))
                    .append(property("verdict", result.verdict().word()))
                    .append(property("recovery", result.recovery().word()))
                    .append("    </properties>\n")
                    .append(cases)
                    .append("    <system-out>")
                    .append(escape(result.why()))
                    .append("</system-out>\n  </testsuite>\n");
            sum.add(here);
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"
                + attribute("name", "unruly")
                + sum
                + ">\n"
                + suites
                + "</testsuites>\n";
    }

    private static void cases(StringBuilder out, Sum sum, RunResult result, boolean oneOfSeveral) {
        String seed = oneOfSeveral ? ".seed-" + result.header().seed() : "";
        String of = "unruly." + result.header().name() + seed;
        List<String> reasons = result.generator().reasons();
        one(
                out,
                sum,
                of,
                new Answer(
                        "the generator kept its promise",
                        result.generator().fit() ? Verdict.HOLDS : Verdict.UNCLEAR,
                        String.join("; ", reasons)));
        one(
                out,
                sum,
                of,
                new Answer(
                        "the system comes back",
                        Words.verdict(result.recovery()),
                        Words.recovery(result)));
        for (Answer answer : result.expectations()) {
            one(out, sum, of, answer);
        }
    }

    private static void one(StringBuilder out, Sum sum, String of, Answer answer) {
        sum.tests++;
        out.append("    <testcase")
                .append(attribute("classname", of))
                .append(attribute("name", answer.text()))
                .append(attribute("time", "0"));
        switch (answer.verdict()) {
            case HOLDS -> out.append("/>\n");
            case FAILS -> {
                sum.failures++;
                trouble(out, "failure", answer);
            }
            case UNCLEAR -> {
                sum.errors++;
                trouble(out, "error", answer);
            }
        }
    }

    private static void trouble(StringBuilder out, String kind, Answer answer) {
        out.append(">\n      <")
                .append(kind)
                .append(attribute("message", answer.measured()))
                .append(attribute("type", answer.verdict().word()))
                .append(">")
                .append(escape(answer.text() + ": " + answer.measured()))
                .append("</")
                .append(kind)
                .append(">\n    </testcase>\n");
    }

    private static String property(String name, String value) {
        return "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + escape(value) + "\"";
    }

    /// Text that XML 1.0 allows, in any place.
    private static String escape(String text) {
        return Plain.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// Counts of test cases.
    private static final class Sum {
        private int tests;
        private int failures;
        private int errors;

        void add(Sum other) {
            tests += other.tests;
            failures += other.failures;
            errors += other.errors;
        }

        @Override
        public String toString() {
            return attribute("tests", Integer.toString(tests))
                    + attribute("failures", Integer.toString(failures))
                    + attribute("errors", Integer.toString(errors));
        }
    }
}

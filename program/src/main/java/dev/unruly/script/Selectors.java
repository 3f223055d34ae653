package dev.unruly.script;

import dev.unruly.model.Expectation.Selector;
import java.util.List;

/// Whose measurements an expectation speaks of: `of` an endpoint, `by` a persona, `in` a region,
/// `at` a dependency; each once, in any order, before the comparison or behind the bound.
final class Selectors {

    private final Words words;
    private final Names names;
    private String endpoint = "";
    private String persona = "";
    private String region = "";
    private String dependency = "";

    Selectors(Words words, Names names) {
        this.words = words;
        this.names = names;
    }

    /// Reads all that come here.
    ///
    /// @param atDependencies whether the measure is known at dependencies
    void take(boolean atDependencies) throws Misread {
        int first = words.peek().at();
        while (takeOne(atDependencies)) {
            // All that come.
        }
        if (!dependency.isEmpty() && !(endpoint + persona + region).isEmpty()) {
            throw new Misread(
                    first,
                    "a dependency does not know what its requests are for",
                    "write `at " + dependency + "` alone");
        }
    }

    /// What was read.
    Selector selector() {
        return new Selector(endpoint, persona, region, dependency);
    }

    private boolean takeOne(boolean atDependencies) throws Misread {
        Words.Word word = words.peek();
        if (word.is("of")) {
            endpoint = name(endpoint, names.endpoints(), "endpoint");
        } else if (word.is("by")) {
            persona = name(persona, names.personas(), "persona");
        } else if (word.is("in")) {
            region = name(region, names.regions(), "region");
        } else if (word.is("at")) {
            if (!atDependencies) {
                throw new Misread(
                        word.at(), "this is not known at a dependency", "remove `at` and its name");
            }
            dependency = name(dependency, names.dependencies(), "dependency");
            if (names.dependencies().isEmpty()) {
                throw new Misread(
                        word.at(),
                        "there is no dependency `" + dependency + "`",
                        "describe it under `dependencies:`");
            }
        } else {
            return false;
        }
        return true;
    }

    /// A preposition that comes next, and the name behind it.
    private String name(String before, List<String> known, String what) throws Misread {
        Words.Word preposition = words.take();
        if (!before.isEmpty()) {
            throw new Misread(
                    preposition.at(),
                    "`" + preposition.text() + "` stands here twice",
                    "write one expectation for each");
        }
        Words.Word name = words.take();
        if (name.kind() != Words.Kind.NAME) {
            throw new Misread(
                    name.at(),
                    "after `"
                            + preposition.text()
                            + "` comes the name of "
                            + (what.equals("endpoint") ? "an " : "a ")
                            + what,
                    Nearest.instead(name.text(), known, "write it"));
        }
        if (!known.isEmpty() && !known.contains(name.text())) {
            throw new Misread(
                    name.at(),
                    "there is no " + what + " `" + name.text() + "`",
                    Nearest.instead(name.text(), known, "write another"));
        }
        return name.text();
    }
}

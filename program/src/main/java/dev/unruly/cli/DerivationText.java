package dev.unruly.cli;

import dev.unruly.advise.Derived;
import dev.unruly.model.Policy;
import dev.unruly.report.RunText;
import dev.unruly.run.Derivation;
import dev.unruly.script.PolicyText;
import java.util.ArrayList;
import java.util.List;

/// Settings with their reasons, for a terminal.
final class DerivationText {

    private DerivationText() {}

    /// The lines: each setting as in a file, and below it what it follows from.
    static List<String> lines(Derivation derivation, int columns) {
        var lines = new ArrayList<String>();
        String dependency = "";
        for (Derivation.Line line : derivation.lines()) {
            if (!line.dependency().equals(dependency)) {
                dependency = line.dependency();
                lines.add("  " + dependency);
            }
            Derived<? extends Policy> derived = line.derived();
            String setting =
                    switch (derived) {
                        case Derived.Found<? extends Policy> found ->
                                PolicyText.line(found.value());
                        case Derived.Refused<? extends Policy> _ -> line.setting() + ": none";
                    };
            lines.add("    " + setting);
            lines.addAll(RunText.wrapped(derived.because(), 6, columns));
        }
        return lines;
    }
}

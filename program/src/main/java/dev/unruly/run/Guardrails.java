package dev.unruly.run;

import dev.unruly.judge.Judge;
import dev.unruly.judge.Ledger;
import dev.unruly.model.Expectation;
import dev.unruly.model.Experiment;
import dev.unruly.model.Guardrail;
import java.util.List;
import java.util.Optional;

/// Watches the conditions under which a run must let go of its faults or end.
final class Guardrails {

    private final Experiment experiment;
    private final Judge judge;
    private final boolean[] heeded;

    /// A guardrail that has struck, or an expectation that ends the run and has failed.
    ///
    /// @param stopped why the run is ended, if it is
    record Struck(String text, boolean aborts, String stopped) {}

    Guardrails(Experiment experiment, Judge judge) {
        this.experiment = experiment;
        this.judge = judge;
        this.heeded = new boolean[experiment.stopIf().size()];
    }

    /// The first guardrail that strikes now, those that end the run first. One that only relieves
    /// strikes once.
    Optional<Struck> struck(Ledger ledger, long now) {
        for (Guardrail rail : experiment.abortIf()) {
            if (ledger.heldFor(rail, now)) {
                return Optional.of(new Struck(rail.text(), true, "abort-if: " + rail.text()));
            }
        }
        List<Expectation> failed = judge.failed(ledger, now);
        if (!failed.isEmpty()) {
            String text = "failed: " + failed.getFirst().text();
            return Optional.of(new Struck(text, true, text + " (abortOnFail)"));
        }
        for (int i = 0; i < heeded.length; i++) {
            Guardrail rail = experiment.stopIf().get(i);
            if (!heeded[i] && ledger.heldFor(rail, now)) {
                heeded[i] = true;
                return Optional.of(new Struck(rail.text(), false, ""));
            }
        }
        return Optional.empty();
    }
}

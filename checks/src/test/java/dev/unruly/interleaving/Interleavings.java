package dev.unruly.interleaving;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Runs threads step by step in every order that there is, up to a bound: a step is one access to
/// what they share. It is Lincheck's model checker (Koval, Fedorov, Sokolova, Tsitelov & Alistarh,
/// "Lincheck: a practical framework for testing concurrent data structures on JVM", CAV 2023).
///
/// Memory is sequentially consistent here; what weaker orders may do is for the tests of `guard`
/// that use real threads.
final class Interleavings {

    private static final int SCENARIOS = 10;
    private static final int ORDERS = 250;
    private static final int ORDERS_OF_A_PLAY = 700;
    private static final int LONG_LOOPS = 1_000;

    private Interleavings() {}

    /// What goes wrong where random short programs of a model's operations run together and do not
    /// answer as they would one after the other; empty: nothing. That they do is linearizability
    /// (Herlihy & Wing, "Linearizability: a correctness condition for concurrent objects", 1990).
    ///
    /// @param model has operations marked for Lincheck, and a constructor without parameters
    static String wrongAnswers(Class<?> model) {
        return found(model, options().iterations(SCENARIOS).invocationsPerIteration(ORDERS));
    }

    /// What goes wrong where the parts of a play run together, each once; empty: nothing.
    ///
    /// @param play has two or three operations that run once, and says in a method marked as
    ///   validation how it must have ended
    static String wrongEnds(Class<?> play, int parts) {
        return found(
                play,
                options()
                        .threads(parts)
                        .actorsPerThread(1)
                        .actorsBefore(0)
                        .actorsAfter(0)
                        .iterations(1)
                        .invocationsPerIteration(ORDERS_OF_A_PLAY));
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .loopBound(10 * LONG_LOOPS)
                .loopIterationsBeforeThreadSwitch(LONG_LOOPS);
    }

    private static String found(Class<?> model, ModelCheckingOptions options) {
        try {
            options.check(model);
            return "";
        } catch (LincheckAssertionError found) {
            String message = String.valueOf(found.getMessage());
            int details = message.indexOf("Detailed trace");
            return details < 0 ? message : message.substring(0, details);
        }
    }

    /// Throws where something is not so.
    static void check(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}

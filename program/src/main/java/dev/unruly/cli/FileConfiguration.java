package dev.unruly.cli;

import dev.unruly.admin.Configuration;
import dev.unruly.advise.Contradictions;
import dev.unruly.gateway.Answered;
import dev.unruly.gateway.Gateway;
import dev.unruly.model.Experiment;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.run.Reach;
import dev.unruly.script.PolicyText;
import dev.unruly.script.Problem;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The experiment that a gateway was started with. What is asked of it is done in the order of
/// asking, so that of two readings the later one stays; files are read on a thread of their own.
final class FileConfiguration implements Configuration {

    private final Path file;
    private final Gateway gateway;
    private final long seed;
    private final Consumer<String> say;
    private CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);

    /// @param seed of what policies leave to chance
    /// @param say told what happens, for the user
    FileConfiguration(Path file, Gateway gateway, long seed, Consumer<String> say) {
        this.file = file;
        this.gateway = gateway;
        this.seed = seed;
        this.say = say;
    }

    private synchronized <T> CompletionStage<T> inTurn(Supplier<CompletableFuture<T>> what) {
        CompletableFuture<T> next =
                last.thenComposeAsync(done -> what.get(), Thread::startVirtualThread);
        last = next.handle((answer, failure) -> true);
        return next;
    }

    @Override
    public CompletionStage<Answered<List<String>>> reload() {
        return inTurn(() ->
                switch (Scripts.experiment(file)) {
                    case Read.Broken<Experiment>(List<Problem> problems) ->
                            refused(problems.stream().map(Problem::toString).toList());
                    case Read.Fine<Experiment> fine -> goOver(fine);
                });
    }

    private CompletableFuture<Answered<List<String>>> goOver(Read.Fine<Experiment> read) {
        Experiment experiment = read.value();
        if (experiment.dependencies().isEmpty()) {
            return refused(List.of(file + ": there is nothing to stand in front of"));
        }
        List<String> refusals = new Reach(experiment).refusals(experiment.dependencies());
        if (!refusals.isEmpty()) {
            return refused(refusals.stream().map(why -> file + ": " + why).toList());
        }
        var doubts = new ArrayList<>(read.warnings().stream().map(Problem::toString).toList());
        Contradictions.of(experiment.protections(), List.of())
                .forEach(text -> doubts.add(file + ": " + text));
        return gateway.ask(g -> {
            Answered<List<String>> answered =
                    g.reload(experiment.dependencies(), experiment.protections(), seed);
            return told(file + " was read again", answered, doubts);
        });
    }

    /// On the gateway's loop.
    private Answered<List<String>> told(
            String what, Answered<List<String>> answered, List<String> doubts) {
        if (answered instanceof Answered.Done<List<String>>(List<String> changes)) {
            String outcome = changes.isEmpty() ? "nothing has changed" : String.join(", ", changes);
            say.accept(what + ": " + outcome);
            doubts.forEach(doubt -> say.accept("warning: " + doubt));
        }
        return answered;
    }

    private static CompletableFuture<Answered<List<String>>> refused(List<String> why) {
        return CompletableFuture.completedFuture(new Answered.Refused<>(why));
    }

    @Override
    public CompletionStage<Answered<List<String>>> replace(String text) {
        return inTurn(() ->
                gateway.ask(Gateway::dependencies)
                        .thenCompose(dependencies ->
                                switch (Scripts.policies(text, "body", dependencies)) {
                                    case Read.Broken<List<Protection>>(var problems) ->
                                            refused(
                                                    problems.stream()
                                                            .map(Problem::toString)
                                                            .toList());
                                    case Read.Fine<List<Protection>> fine -> goOver(fine.value());
                                }));
    }

    private CompletableFuture<Answered<List<String>>> goOver(List<Protection> protections) {
        List<String> doubts = Contradictions.of(protections, List.of());
        return gateway.ask(g -> {
            List<String> changes =
                    protections.equals(g.standing()) ? List.of() : List.of("policies are others");
            g.stand(protections, seed);
            return told("policies were replaced", new Answered.Done<>(changes), doubts);
        });
    }

    @Override
    public String words(Policy policy) {
        return PolicyText.line(policy);
    }

    @Override
    public Answered<Policy> policy(String words) {
        return switch (Scripts.settings(words, "setting")) {
            case Read.Broken<List<Policy>>(var problems) ->
                    new Answered.Refused<>(problems.stream().map(Problem::toString).toList());
            case Read.Fine<List<Policy>> fine when fine.value().size() == 1 ->
                    new Answered.Done<>(fine.value().getFirst());
            case Read.Fine<List<Policy>> fine ->
                    Answered.refused(
                            "`setting` is one policy, such as bulkhead: { most: 20 }, got "
                                    + fine.value().size());
        };
    }

    @Override
    public String text(List<Protection> protections) {
        return protections.isEmpty()
                ? "policies: {}\n"
                : String.join("\n", PolicyText.lines(protections)) + "\n";
    }
}

package dev.unruly.admin;

import dev.unruly.gateway.Answered;
import dev.unruly.gateway.Gateway;
import dev.unruly.gateway.GatewayState;
import dev.unruly.gateway.Overrides;
import dev.unruly.gateway.Wish;
import dev.unruly.web.Answer;
import dev.unruly.web.Asked;
import dev.unruly.web.LiveEvents;
import dev.unruly.web.Route;
import dev.unruly.web.Settings;
import dev.unruly.web.WebServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// A gateway's HTTP API and page: shows its state, changes policies for a while, reads its file
/// again. All but questions to the gateway happens on the server's loop.
public final class Admin implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 1_000;
    private static final long PATIENCE_SECONDS = 5;
    private static final int UNPROCESSABLE = 422;

    private final Gateway gateway;
    private final Configuration configuration;
    private final History history = new History();
    private final StateJson json;
    private final LiveEvents live = new LiveEvents();
    private final WebServer server;

    private Admin(Settings settings, Gateway gateway, Configuration configuration)
            throws IOException {
        this.gateway = gateway;
        this.configuration = configuration;
        this.json = new StateJson(configuration, history);
        this.server = WebServer.open(settings, routes());
    }

    /// Begins to listen.
    ///
    /// @param gateway lives on its own loop
    /// @throws IOException when the address cannot be bound
    public static Admin open(Settings settings, Gateway gateway, Configuration configuration)
            throws IOException {
        var admin = new Admin(settings, gateway, configuration);
        admin.server.every(SAMPLE_MILLIS, admin::sample);
        return admin;
    }

    /// Where it is.
    public String url() {
        return server.url();
    }

    private List<Route> routes() {
        var routes = new ArrayList<>(Page.routes());
        routes.addAll(calls());
        return routes;
    }

    private List<Route> calls() {
        return List.of(
                new Route.Live("/live", live),
                new Route.Call("GET", "/state", asked -> state()),
                new Route.Call("GET", "/policies", asked -> policies()),
                new Route.Call("PUT", "/policies", this::replace),
                new Route.Call("POST", "/reload", asked -> reload()),
                new Route.Call("POST", "/overrides", this::override),
                new Route.Call("DELETE", "/overrides/:number", this::withdraw));
    }

    private <T> CompletableFuture<T> ask(Function<Gateway, T> question) {
        return within(gateway.ask(question));
    }

    private static <T> CompletableFuture<T> within(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// A second is over.
    private void sample() {
        var _ = ask(Gateway::state).thenAcceptAsync(this::sampled, server.loop());
    }

    private void sampled(GatewayState state) {
        history.add(state);
        tell(state);
    }

    private void tell(GatewayState state) {
        live.publish("state", json.text(state));
    }

    /// Tells those who watch at once what has become of it.
    private void show() {
        var _ = ask(Gateway::state).thenAcceptAsync(this::tell, server.loop());
    }

    private CompletionStage<Answer> state() {
        return answer(
                ask(Gateway::state)
                        .thenApplyAsync(now -> Answer.json(json.text(now)), server.loop()));
    }

    private CompletionStage<Answer> policies() {
        return answer(
                ask(Gateway::standing)
                        .thenApply(all ->
                                new Answer(200, "application/yaml", configuration.text(all))));
    }

    private CompletionStage<Answer> replace(Asked asked) {
        return answer(within(configuration.replace(asked.body())).thenApply(this::changes));
    }

    private CompletionStage<Answer> reload() {
        return answer(within(configuration.reload()).thenApply(this::changes));
    }

    private Answer changes(Answered<List<String>> answered) {
        show();
        return switch (answered) {
            case Answered.Done<List<String>>(List<String> done) -> Answer.json(Changes.text(done));
            case Answered.Refused<List<String>>(List<String> why) ->
                    Answer.problem(UNPROCESSABLE, "nothing has changed", why);
        };
    }

    private CompletionStage<Answer> override(Asked asked) {
        return switch (new WishReader(configuration).read(asked.body(), asked.from())) {
            case Answered.Refused<Wish>(List<String> why) ->
                    CompletableFuture.completedFuture(
                            Answer.problem(UNPROCESSABLE, "nothing has changed", why));
            case Answered.Done<Wish>(Wish wish) ->
                    answer(
                            ask(g -> g.override(wish))
                                    .thenApply(given -> given(given, UNPROCESSABLE)));
        };
    }

    private CompletionStage<Answer> withdraw(Asked asked) {
        String number = asked.parameters().getOrDefault("number", "");
        if (!number.matches("[0-9]{1,9}")) {
            return CompletableFuture.completedFuture(
                    Answer.problem(404, "an override has a number, got " + number));
        }
        return answer(
                ask(g -> g.withdraw(Integer.parseInt(number)))
                        .thenApply(given -> given(given, 404)));
    }

    private Answer given(Answered<Overrides.Given> given, int otherwise) {
        show();
        return switch (given) {
            case Answered.Done<Overrides.Given>(Overrides.Given one) ->
                    Answer.json(json.override(one, one.setNanos()).toString());
            case Answered.Refused<Overrides.Given>(List<String> why) ->
                    Answer.problem(otherwise, "nothing has changed", why);
        };
    }

    /// What is answered when the gateway's loop is busy or gone.
    private static CompletionStage<Answer> answer(CompletionStage<Answer> stage) {
        return stage.exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException e && e.getCause() != null
                            ? e.getCause()
                            : failure;
            if (cause instanceof TimeoutException) {
                return Answer.problem(503, "the gateway does not answer");
            }
            throw new CompletionException(cause);
        });
    }

    @Override
    public void close() {
        server.close();
    }
}

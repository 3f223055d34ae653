package dev.unruly.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An HTTP server for people and their tools, with a loop of its own. Who is let in is decided by
/// the [Gate]; pages may run nothing and fetch nothing but what this server has.
public final class WebServer implements AutoCloseable {

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int MOST_LINE_BYTES = 4 << 10;
    private static final int IDLE_SECONDS = 60;
    private static final long BEAT_MILLIS = 15_000;
    private static final long PATIENCE_SECONDS = 5;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;
    private final List<Route> routes;

    private WebServer(Vertx vertx, HttpServer server, String host, List<Route> routes) {
        this.vertx = vertx;
        this.server = server;
        this.host = host;
        this.routes = routes;
    }

    /// Begins to listen.
    ///
    /// @throws IOException when the address cannot be bound
    public static WebServer open(Settings settings, List<Route> routes) throws IOException {
        Vertx vertx = Vertx.vertx(small());
        var gate = new Gate(settings.token(), settings.host());
        Router router = Router.router(vertx);
        router.route().handler(asked -> knock(asked, gate, routes));
        BodyHandler bodies = BodyHandler.create(false).setBodyLimit(settings.mostBodyBytes());
        routes.forEach(route -> add(router, route, bodies));
        errors(router, settings);
        HttpServer server = vertx.createHttpServer(options(settings)).requestHandler(router);
        try {
            await(server.listen());
        } catch (IOException e) {
            end(vertx);
            throw e;
        }
        vertx.setPeriodic(BEAT_MILLIS, timer -> live(routes).forEach(LiveEvents::beat));
        return new WebServer(vertx, server, settings.host(), List.copyOf(routes));
    }

    /// One loop, and as few other threads as there can be; nothing is written to the disk.
    private static VertxOptions small() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false));
    }

    private static HttpServerOptions options(Settings settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private static List<LiveEvents> live(List<Route> routes) {
        var all = new ArrayList<LiveEvents>();
        for (Route route : routes) {
            if (route instanceof Route.Live live) {
                all.add(live.events());
            }
        }
        return all;
    }

    private static void knock(RoutingContext asked, Gate gate, List<Route> routes) {
        HttpServerRequest request = asked.request();
        HttpServerResponse response = asked.response();
        response.putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        boolean open =
                routes.stream()
                        .anyMatch(route ->
                                route instanceof Route.Page
                                        && route.path().equals(asked.normalizedPath()));
        MultiMap headers = request.headers();
        var knock =
                new Gate.Knock(
                        request.method().name(),
                        open,
                        said(headers, "Host"),
                        said(headers, "Origin"),
                        said(headers, "Sec-Fetch-Site"),
                        said(headers, "Sec-Fetch-Mode"),
                        said(headers, "Content-Type"),
                        said(headers, Gate.MARK),
                        said(headers, "Authorization"));
        Optional<Answer> refusal = gate.refusal(knock);
        if (refusal.isEmpty()) {
            asked.next();
        } else {
            // What is left of its body is not read.
            response.putHeader("Connection", "close");
            send(asked, refusal.get());
        }
    }

    private static String said(MultiMap headers, String name) {
        return Objects.requireNonNullElse(headers.get(name), "");
    }

    private static void add(Router router, Route route, BodyHandler bodies) {
        switch (route) {
            case Route.Page page ->
                    router.get(page.path())
                            .handler(asked ->
                                    send(asked, new Answer(200, page.type(), page.text())));
            case Route.Call call ->
                    router.route(HttpMethod.valueOf(call.method()), call.path())
                            .handler(bodies)
                            .handler(asked -> call(asked, call.handler()));
            case Route.Live live -> router.get(live.path()).handler(asked -> live(asked, live));
        }
    }

    private static void live(RoutingContext asked, Route.Live live) {
        Context context = asked.vertx().getOrCreateContext();
        if (!live.events().add(context, asked.response())) {
            send(asked, Answer.problem(503, "too many watch already"));
        }
    }

    private static void call(RoutingContext asked, Route.Handler handler) {
        Context context = asked.vertx().getOrCreateContext();
        String body = Objects.requireNonNullElse(asked.body().asString(), "");
        var question =
                new Asked(
                        asked.request().method().name(),
                        asked.normalizedPath(),
                        asked.pathParams(),
                        firsts(asked.queryParams()),
                        body,
                        String.valueOf(asked.request().remoteAddress().hostAddress()));
        var _ =
                handler.answer(question)
                        .whenComplete((answer, failure) ->
                                context.runOnContext(none -> finish(asked, answer, failure)));
    }

    private static Map<String, String> firsts(MultiMap all) {
        var firsts = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> firsts.putIfAbsent(name, value));
        return firsts;
    }

    private static void finish(
            RoutingContext asked, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null) {
            send(asked, answer);
        } else {
            asked.fail(500, failure);
        }
    }

    private static void send(RoutingContext asked, Answer answer) {
        HttpServerResponse response = asked.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader("Content-Type", answer.type() + "; charset=utf-8");
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        var _ = response.end(answer.body());
    }

    private static void errors(Router router, Settings settings) {
        router.errorHandler(
                400, asked -> send(asked, Answer.problem(400, "the request cannot be read")));
        router.errorHandler(
                404,
                asked -> send(asked, Answer.problem(404, "there is no " + asked.normalizedPath())));
        router.errorHandler(
                405,
                asked ->
                        send(
                                asked,
                                Answer.problem(
                                        405,
                                        asked.request().method().name()
                                                + " is not for "
                                                + asked.normalizedPath())));
        router.errorHandler(
                413,
                asked -> {
                    asked.response().putHeader("Connection", "close");
                    send(
                            asked,
                            Answer.problem(
                                    413,
                                    "the body is larger than "
                                            + settings.mostBodyBytes()
                                            + " bytes"));
                });
        router.errorHandler(500, WebServer::broken);
    }

    /// A handler has thrown: that is a bug of ours, and is told to whoever runs the program.
    private static void broken(RoutingContext asked) {
        System.err.println(
                "unruly: "
                        + asked.request().method()
                        + " "
                        + asked.normalizedPath()
                        + " failed: "
                        + asked.failure());
        send(asked, Answer.problem(500, "this is a bug of unruly: " + asked.failure()));
    }

    /// Does something again and again, on the server's loop, until the server is closed.
    public void every(long millis, Runnable what) {
        vertx.setPeriodic(millis, timer -> what.run());
    }

    /// The server's loop, for what is to happen there.
    public Executor loop() {
        return task -> vertx.runOnContext(none -> task.run());
    }

    /// Where it listens, with the port that was given.
    public String url() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "http://" + name + ":" + server.actualPort() + "/";
    }

    public int port() {
        return server.actualPort();
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("nothing came of it within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void end(Vertx vertx) {
        try {
            await(vertx.close());
        } catch (IOException e) {
            System.err.println("unruly: the server for people did not end: " + e.getMessage());
        }
    }

    /// Ends live events and connections, and takes no more.
    @Override
    public void close() {
        live(routes).forEach(LiveEvents::close);
        end(vertx);
    }
}

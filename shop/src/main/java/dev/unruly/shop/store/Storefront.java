package dev.unruly.shop.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Malformed;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Workers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import redis.clients.jedis.exceptions.JedisException;

/// Answers what people ask of the shop. Every page reads the session first and keeps the database
/// connection it did that with to the end, through the calls to other services, too.
public final class Storefront implements Workers.Application {
    private static final int LONGEST_REFERENCE = 100;

    private record Added(String sku, long cart) {}

    private record Badge(String user, long cart) {}

    private final Database database;
    private final Catalogue catalogue;
    private final Services services;
    private final Sessions sessions;
    private final Carts carts = new Carts();
    private final Checkout checkout;
    private final Truth truth;
    private final Response style;
    private final Response logo;

    /// @param idempotent whether checkouts honour `Idempotency-Key`
    /// @param chance makes the sessions' identifiers
    public Storefront(
            Database database,
            Catalogue catalogue,
            Services services,
            boolean idempotent,
            Truth truth,
            RandomGenerator chance) {
        this.database = database;
        this.catalogue = catalogue;
        this.services = services;
        this.sessions = new Sessions(chance);
        this.checkout = new Checkout(carts, services, idempotent);
        this.truth = truth;
        this.style = asset("text/css; charset=utf-8", "style.css");
        this.logo = asset("image/svg+xml", "logo.svg");
    }

    private static Response asset(String type, String name) {
        return Response.of(200, type, Body.of(Words.resource(name)))
                .with("Cache-Control", "public, max-age=3600");
    }

    @Override
    public Response serve(Request request) {
        Endpoint endpoint = Endpoint.of(request);
        try {
            return switch (endpoint) {
                case STYLE -> style;
                case LOGO -> logo;
                case HEALTH -> Response.json(200, Json.body(Map.of("status", "up")));
                case MISSING -> Response.html(404, Pages.problem(404, "There is no such page."));
                case WRONG_METHOD ->
                        Response.text(405, "405: not with " + request.method() + "\n")
                                .with("Allow", Endpoint.allowed(request.path()));
                case HOME, SEARCH, PRODUCT, DASHBOARD, CART, ADD, CHECKOUT, LOGIN, SIGN_IN, BADGE ->
                        inView(endpoint, request);
            };
        } catch (Malformed broken) {
            return Response.text(broken.status(), broken.getMessage() + "\n");
        } catch (SQLException | IOException | JedisException failure) {
            truth.failure(failure);
        } catch (InterruptedException stopped) {
            truth.failure(stopped);
        }
        return Response.html(500, Pages.problem(500, "We could not do that. Please try again."));
    }

    private Response inView(Endpoint endpoint, Request request)
            throws SQLException, IOException, InterruptedException, Malformed {
        try (View view = new View(database)) {
            Optional<Sessions.Session> session =
                    sessions.find(view, request.headers().cookie(Sessions.COOKIE));
            if (endpoint == Endpoint.SIGN_IN) {
                return signIn(view, request);
            }
            if (endpoint == Endpoint.BADGE) {
                return badge(view, session);
            }
            return page(endpoint, request, view, identify(session));
        }
    }

    /// Asks the identity provider on every page, for guests, too.
    private Visitor identify(Optional<Sessions.Session> session)
            throws IOException, InterruptedException {
        String token = session.map(Sessions.Session::token).orElse(Services.GUEST);
        Optional<String> user = services.verify(token);
        return session.isEmpty() ? Visitor.GUEST : new Visitor(user);
    }

    private Response page(Endpoint endpoint, Request request, View view, Visitor visitor)
            throws SQLException, IOException, InterruptedException, Malformed {
        return switch (endpoint) {
            case HOME -> Response.html(200, Pages.home(visitor, catalogue.featured(view)));
            case SEARCH -> {
                String term = request.query().value("q").orElse("");
                yield Response.html(200, Pages.search(visitor, term, catalogue.search(view, term)));
            }
            case PRODUCT -> product(request, view, visitor);
            case DASHBOARD -> dashboard(view, visitor);
            case CART -> cart(view, visitor);
            case ADD -> add(request, view, visitor);
            case CHECKOUT -> pay(request, view, visitor);
            case LOGIN ->
                    Response.html(
                            200, Pages.login(visitor, next(request.query().value("next")), ""));
            case SIGN_IN, BADGE, STYLE, LOGO, HEALTH, WRONG_METHOD, MISSING ->
                    throw new IllegalStateException(endpoint + " is no page");
        };
    }

    private Response product(Request request, View view, Visitor visitor)
            throws SQLException, IOException, InterruptedException {
        String sku = request.path().substring("/products/".length());
        Optional<Product> product = catalogue.product(view, sku);
        if (product.isEmpty()) {
            return Response.html(404, Pages.problem(404, "We do not have that."));
        }
        return Response.html(200, Pages.product(visitor, product.get(), services.recommended(sku)));
    }

    private Response dashboard(View view, Visitor visitor)
            throws SQLException, IOException, InterruptedException {
        List<Carts.Order> orders =
                visitor.user().isEmpty() ? List.of() : carts.orders(view, visitor.user().get());
        return Response.html(200, Pages.dashboard(visitor, orders, services.partTexts()));
    }

    private Response cart(View view, Visitor visitor) throws SQLException {
        if (visitor.user().isEmpty()) {
            return Response.html(200, Pages.cart(visitor, List.of(), 0));
        }
        Optional<Carts.Cart> cart =
                carts.latest(view, visitor.user().get()).filter(found -> !found.ordered());
        return Response.html(
                200,
                Pages.cart(
                        visitor,
                        cart.map(Carts.Cart::lines).orElse(List.of()),
                        cart.map(Carts.Cart::amountCents).orElse(0L)));
    }

    private Response add(Request request, View view, Visitor visitor)
            throws SQLException, Malformed {
        if (visitor.user().isEmpty()) {
            return signInFirst(request);
        }
        String sku =
                request.isForm()
                        ? request.form().value("sku").orElse("")
                        : Json.object(request.body()).path("sku").asText();
        if (catalogue.product(view, sku).isEmpty()) {
            return Response.json(404, Json.body(Map.of("error", "there is no such product")));
        }
        carts.add(view, visitor.user().get(), sku);
        if (request.isForm()) {
            return Response.seeOther("/cart");
        }
        long waiting = carts.waiting(view, visitor.user().get());
        return Response.json(201, Json.body(new Added(sku, waiting)));
    }

    private Response pay(Request request, View view, Visitor visitor)
            throws SQLException, IOException, InterruptedException, Malformed {
        if (visitor.user().isEmpty()) {
            return signInFirst(request);
        }
        Optional<Carts.Order> order =
                checkout.pay(
                        view,
                        visitor.user().get(),
                        reference(request),
                        request.headers().first("idempotency-key"));
        if (order.isEmpty()) {
            return Response.json(409, Json.body(Map.of("error", "the cart is empty")));
        }
        return request.isForm()
                ? Response.html(201, Pages.ordered(visitor, order.get()))
                : Response.json(201, Json.body(order.get()));
    }

    private static Optional<String> reference(Request request) throws Malformed {
        if (request.body().size() == 0) {
            return Optional.empty();
        }
        Optional<String> reference;
        if (request.isForm()) {
            reference = request.form().value("reference");
        } else {
            JsonNode given = Json.object(request.body()).path("reference");
            reference = given.isMissingNode() ? Optional.empty() : Optional.of(given.asText());
        }
        if (reference.isPresent()
                && !reference.get().matches("[!-~]{1," + LONGEST_REFERENCE + "}")) {
            throw new Malformed(400, "a reference is 1 to 100 visible ASCII characters");
        }
        return reference;
    }

    private static Response signInFirst(Request request) {
        return request.isForm()
                ? Response.seeOther("/login")
                : Response.json(401, Json.body(Map.of("error", "sign in first")));
    }

    private Response signIn(View view, Request request)
            throws SQLException, IOException, InterruptedException, Malformed {
        String user = request.form().value("user").orElse("");
        String next = next(request.form().value("next"));
        Optional<String> token = services.signIn(user, request.form().value("password").orElse(""));
        if (token.isEmpty()) {
            String problem = "There is no such user, or the password is another.";
            return Response.html(401, Pages.login(Visitor.GUEST, next, problem));
        }
        String id = sessions.begin(view, user, token.get());
        return Response.seeOther(next)
                .with(
                        "Set-Cookie",
                        Sessions.COOKIE + "=" + id + "; Path=/; HttpOnly; SameSite=Lax");
    }

    /// Where to go after signing in: a page of ours and nowhere else.
    private static String next(Optional<String> wanted) {
        return wanted.filter(path -> path.matches("/([a-zA-Z0-9?=&%.-][a-zA-Z0-9/?=&%.-]*)?"))
                .orElse("/");
    }

    private Response badge(View view, Optional<Sessions.Session> session) throws SQLException {
        String user = session.map(Sessions.Session::user).orElse("");
        long waiting = carts.waiting(view, user);
        return Response.json(200, Json.body(new Badge(user, waiting)));
    }
}

package dev.unruly.shop;

import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import dev.unruly.shop.web.Workers;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The shop's own side door, on a port of its own so that it never queues behind the storefront.
///
/// - `GET /admin/health` → 200 or 503 with `{"status", "doing"}`
/// - `GET /admin/truth` → 200 [TruthReport]
/// - `DELETE /admin/cache` → 204: the cache is empty
/// - `POST /admin/reset` → 200 [OpenShop.Reset]: the shop is as it was at first
final class Admin implements Workers.Application {
    private static final System.Logger LOG = System.getLogger(Admin.class.getName());

    private record Starting(String status, String doing) {}

    private final Progress progress;
    private final AtomicReference<Optional<OpenShop>> shop =
            new AtomicReference<>(Optional.empty());

    Admin(Progress progress) {
        this.progress = progress;
    }

    void opened(OpenShop opened) {
        shop.set(Optional.of(opened));
    }

    @Override
    public Response serve(Request request) {
        String asked = request.method() + " " + request.path();
        Optional<OpenShop> opened = shop.get();
        if (opened.isEmpty() || asked.endsWith(" /admin/health")) {
            return health();
        }
        try {
            return serve(asked, opened.get());
        } catch (SQLException e) {
            LOG.log(Level.WARNING, asked, e);
            return Response.json(500, Json.body(Map.of("error", String.valueOf(e.getMessage()))));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Response.json(503, Json.body(Map.of("error", "the shop is closing")));
        }
    }

    private static Response serve(String asked, OpenShop shop)
            throws SQLException, InterruptedException {
        return switch (asked) {
            case "GET /admin/truth" -> Response.json(200, Json.body(shop.truth()));
            case "DELETE /admin/cache" -> {
                shop.purge();
                yield new Response(204, List.of(), Body.EMPTY);
            }
            case "POST /admin/reset" -> Response.json(200, Json.body(shop.reset()));
            default ->
                    Response.text(
                            404,
                            "404: GET /admin/health, GET /admin/truth, DELETE /admin/cache,"
                                    + " POST /admin/reset\n");
        };
    }

    private Response health() {
        Optional<String> doing = progress.doing();
        return doing.isEmpty()
                ? Response.json(200, Json.body(Map.of("status", "ready")))
                : Response.json(503, Json.body(new Starting("starting", doing.get())));
    }
}

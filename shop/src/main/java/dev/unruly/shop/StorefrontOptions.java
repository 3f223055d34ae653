package dev.unruly.shop;

import dev.unruly.shop.store.Catalogue;
import dev.unruly.shop.store.Database;
import dev.unruly.shop.web.Calls;
import dev.unruly.shop.web.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How the storefront is set up. The defaults are what frameworks ship.
final class StorefrontOptions {
    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "200",
            description = "Threads that serve requests (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "1500",
            description =
                    "Requests that may wait for a thread (default: ${DEFAULT-VALUE}); more are answered 503.")
    private int queue;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8192",
            description = "Connections that are accepted (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--keep-alive",
            paramLabel = "TIME",
            defaultValue = "60s",
            description =
                    "How long a connection may rest between requests (default: ${DEFAULT-VALUE}).")
    private Duration keepAlive = Duration.ZERO;

    @Option(
            names = "--pool",
            paramLabel = "N",
            defaultValue = "10",
            description = "Database connections (default: ${DEFAULT-VALUE}).")
    private int pool;

    @Option(
            names = "--acquire-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description =
                    "How long a request waits for a database connection (default: ${DEFAULT-VALUE}).")
    private Duration acquireTimeout = Duration.ZERO;

    @Option(
            names = "--statement-timeout",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "How long a statement may run (default: ${DEFAULT-VALUE}, for ever).")
    private Duration statementTimeout = Duration.ZERO;

    @Option(
            names = "--socket-timeout",
            paramLabel = "TIME",
            defaultValue = "0",
            description =
                    "How long the database may be silent, in whole seconds (default: ${DEFAULT-VALUE}, for ever).")
    private Duration socketTimeout = Duration.ZERO;

    @Option(
            names = "--http-timeout",
            paramLabel = "TIME",
            defaultValue = "0",
            description =
                    "How long a call of another service may take (default: ${DEFAULT-VALUE}, for ever).")
    private Duration httpTimeout = Duration.ZERO;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "How often a failed call of another service is repeated (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(
            names = "--retry-delay",
            paramLabel = "TIME",
            defaultValue = "0",
            description = "How long after the failure (default: ${DEFAULT-VALUE}, at once).")
    private Duration retryDelay = Duration.ZERO;

    @Option(
            names = "--idempotency",
            defaultValue = "false",
            description = "Honour the header Idempotency-Key at /checkout (default: no).")
    private boolean idempotency;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Products for sale (default: ${DEFAULT-VALUE}).")
    private int products;

    @Option(
            names = "--reviews",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Reviews of them (default: ${DEFAULT-VALUE}).")
    private int reviews;

    @Option(
            names = "--results",
            paramLabel = "N",
            defaultValue = "60",
            description = "Products on a page of search results (default: ${DEFAULT-VALUE}).")
    private int results;

    @Option(
            names = "--miss-queries",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Queries a cache miss costs for every product found, 0 to 3 (default: ${DEFAULT-VALUE}); 0 joins.")
    private int missQueries;

    @Option(
            names = "--cache-ttl",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "How long cache entries live (default: ${DEFAULT-VALUE}).")
    private Duration cacheTtl = Duration.ZERO;

    Settings.Serving serving() {
        return new Settings.Serving(
                workers, queue, Limits.DEFAULT.withConnections(connections, keepAlive));
    }

    Database.Settings database() {
        return new Database.Settings(pool, acquireTimeout, statementTimeout, socketTimeout);
    }

    Calls calls() {
        return new Calls(retries, retryDelay, httpTimeout);
    }

    boolean idempotency() {
        return idempotency;
    }

    Settings.Goods goods() {
        return new Settings.Goods(
                products, reviews, cacheTtl, new Catalogue.Settings(results, missQueries));
    }
}

package dev.unruly.shop;

import dev.unruly.shop.web.HostPort;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where things listen, and where the storefront looks for them.
final class ListeningOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The storefront's port (default: ${DEFAULT-VALUE}). 0 takes a free one.")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The port of /admin (default: ${DEFAULT-VALUE}).")
    private int adminPort;

    @Option(
            names = "--database-port",
            paramLabel = "PORT",
            defaultValue = "5432",
            description = "Where PostgreSQL listens (default: ${DEFAULT-VALUE}).")
    private int databasePort;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            defaultValue = "6379",
            description = "Where Redis listens (default: ${DEFAULT-VALUE}).")
    private int redisPort;

    @Option(
            names = "--identity-port",
            paramLabel = "PORT",
            defaultValue = "9001",
            description =
                    "Where the identity provider listens (default: ${DEFAULT-VALUE}); further instances take the ports that follow.")
    private int identityPort;

    @Option(
            names = "--payment-port",
            paramLabel = "PORT",
            defaultValue = "9101",
            description = "Where the payment provider listens (default: ${DEFAULT-VALUE}).")
    private int paymentPort;

    @Option(
            names = "--chain-port",
            paramLabel = "PORT",
            defaultValue = "9201",
            description =
                    "Where the first hop of the chain listens (default: ${DEFAULT-VALUE}); the others take the ports that follow.")
    private int chainPort;

    @Option(
            names = "--fan-out-port",
            paramLabel = "PORT",
            defaultValue = "9301",
            description =
                    "Where the first part of the dashboard listens (default: ${DEFAULT-VALUE}); the others take the ports that follow.")
    private int fanOutPort;

    @Option(
            names = "--database",
            paramLabel = "HOST:PORT",
            description = "Where the storefront looks for PostgreSQL, if not where it really is.")
    private @Nullable HostPort database;

    @Option(
            names = "--redis",
            paramLabel = "HOST:PORT",
            description = "Where the storefront looks for Redis, if not where it really is.")
    private @Nullable HostPort redis;

    @Option(
            names = "--identity",
            paramLabel = "URL",
            split = ",",
            description =
                    "Where the storefront looks for the identity provider; of several it takes them in turn.")
    private List<URI> identity = new ArrayList<>();

    @Option(
            names = "--payment",
            paramLabel = "URL",
            split = ",",
            description = "Where the storefront looks for the payment provider.")
    private List<URI> payment = new ArrayList<>();

    @Option(
            names = "--chain-at",
            paramLabel = "URL",
            split = ",",
            description =
                    "Where the first, second, … hop of the chain is called; the rest where they are.")
    private List<URI> chain = new ArrayList<>();

    @Option(
            names = "--fan-out-at",
            paramLabel = "URL",
            split = ",",
            description =
                    "Where the first, second, … part of the dashboard is called; the rest where they are.")
    private List<URI> fanOut = new ArrayList<>();

    Settings.Ports ports() {
        return new Settings.Ports(
                port,
                adminPort,
                databasePort,
                redisPort,
                identityPort,
                paymentPort,
                chainPort,
                fanOutPort);
    }

    Settings.Used used() {
        return new Settings.Used(
                Optional.ofNullable(database),
                Optional.ofNullable(redis),
                identity,
                payment,
                chain,
                fanOut);
    }
}

package dev.unruly.shop.embedded;

import dev.unruly.shop.web.HostPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A real PostgreSQL server in a folder, with one empty database. It runs as root, too: the library
/// starts it in a user namespace of its own there.
public final class Postgres implements AutoCloseable {
    static final String PID = "postgres/postmaster.pid";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Path folder;

    private Postgres(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /// Makes a new server with an empty database.
    ///
    /// @param name of the database and of its owner, who needs no password from this machine
    public static Postgres start(Path folder, int port, String name)
            throws IOException, SQLException {
        EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("postgres"))
                        .setPort(Ports.free(port))
                        .setRegisterShutdownHook(false)
                        .setLocaleConfig("locale", "C")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "")
                        .setOutputRedirector(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("postgres.log").toFile()))
                        .setPGStartupWait(PATIENCE)
                        .start();
        Postgres started = new Postgres(server, folder);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException e) {
            server.close();
            throw e;
        }
        return started;
    }

    public HostPort address() {
        return HostPort.loopback(server.getPort());
    }

    public long pid() throws IOException {
        return RunFolder.firstLine(folder.resolve(PID))
                .map(Long::parseLong)
                .orElseThrow(() -> new IOException("PostgreSQL has no pid file"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

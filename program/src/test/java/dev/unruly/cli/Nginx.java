package dev.unruly.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A plain nginx on this machine that answers everything and logs it, with a cookie by which it
/// knows its visitors again.
final class Nginx implements AutoCloseable {

    /// What it logs of a request: a visitor's first one has `$uid_set`, all others `$uid_got`.
    static final String FORMAT =
            "$remote_addr - $remote_user [$msec] \"$request\" $status $body_bytes_sent"
                    + " \"$http_referer\" \"$http_user_agent\" $request_time \"$uid_got\""
                    + " \"$uid_set\"";

    private static final String CONFIGURATION =
            """
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log error.log warn;
            events { worker_connections 4096; }
            http {
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              log_format people '@format@';
              access_log access.log people;
              keepalive_requests 100000;
              server {
                listen 127.0.0.1:@port@;
                userid on;
                userid_name sid;
                location / { return 200 "hello"; }
              }
            }
            """;

    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/sbin/nginx"),
                    Path.of("/usr/bin/nginx"),
                    Path.of("/usr/local/sbin/nginx"));
    private static final int TRIES = 200;

    private final Process process;
    private final Path folder;
    private final int port;

    private Nginx(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /// Whether there is one.
    static boolean there() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /// Starts it, and waits until it answers.
    ///
    /// @param beside where its folder is made
    static Nginx start(Path beside) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(beside.resolve("nginx"));
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(
                folder.resolve("nginx.conf"),
                CONFIGURATION.replace("@format@", FORMAT).replace("@port@", "" + port));
        String nginx =
                PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString();
        Process process =
                new ProcessBuilder(
                                nginx,
                                "-p",
                                folder.toString(),
                                "-c",
                                "nginx.conf",
                                "-e",
                                "error.log")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        var server = new Nginx(process, folder, port);
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return server;
            } catch (IOException notYet) {
                Thread.sleep(20);
            }
        }
        server.close();
        throw new IOException("nginx does not answer: " + Files.readString(folder.resolve("said")));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Ends it, and returns what it has logged.
    Path log() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        return folder.resolve("access.log");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway whose file changes again and again while its connections are in use.
final class ReloadIT {

    private static final int RELOADS = 100;
    private static final int CONNECTIONS = 12;

    @TempDir private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private AdminRig rig;
    private List<String> variants;
    private int listen;
    private int extra;

    @BeforeEach
    void write() throws IOException {
        rig = new AdminRig(folder);
        List<Integer> free = ShopProcess.freePorts(2);
        listen = free.get(0);
        extra = free.get(1);
        int one = rig.backend("one", 3);
        int two = rig.backend("two", 7);
        String none = "";
        String extraListener =
                "  extra: { listen: \"127.0.0.1:%d\", upstream: \"127.0.0.1:%d\", protocol: http }\n"
                        .formatted(extra, one);
        variants =
                List.of(
                        parts(one, extraListener, "bulkhead: { most: 30 }"),
                        parts(two, none, "bulkhead: { most: 40 }\n    timeout: 20s"),
                        parts(one, extraListener, "breaker: { failed: 50% }"),
                        parts(two, none, "concurrency: { least: 30, first: 30, most: 60 }"),
                        parts(one, extraListener, "bulkhead: { most: 25, wait: 5s }"),
                        parts(two, none, "eject: { most: 50% }\n    retry: { most: 1 }"));
    }

    private String parts(int upstream, String more, String policies) {
        return """
        dependencies:
          backend: { listen: "127.0.0.1:%d", upstream: "127.0.0.1:%d", protocol: http }
        %spolicies:
          backend:
            %s
        """
                .formatted(listen, upstream, more, policies);
    }

    @AfterEach
    void end() throws IOException {
        over.set(true);
        rig.close();
        threads.close();
    }

    /// One connection, which is used from the beginning to the end. Returns how often.
    private int uses(int number, int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            int count = 0;
            while (!over.get()) {
                String path = "/" + number + "/" + count++;
                String asked = "GET " + path + " HTTP/1.1\r\nHost: backend\r\n\r\n";
                socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
                assertThat(reader.readLine()).as("answer to %s", path).isEqualTo("HTTP/1.1 200 OK");
                assertThat(body(reader)).matches("(one|two) " + path);
            }
            return count;
        }
    }

    private static String body(BufferedReader reader) throws IOException {
        int length = -1;
        for (String line = reader.readLine();
                line != null && !line.isEmpty();
                line = reader.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        assertThat(length).as("Content-Length").isPositive();
        var text = new char[length];
        for (int at = 0; at < length; ) {
            int read = reader.read(text, at, length - at);
            assertThat(read).as("more of the body").isPositive();
            at += read;
        }
        return new String(text);
    }

    @Test
    void aHundredReloadsDropNothing() throws Exception {
        rig.write(variants.getFirst());
        rig.start("--admin", "127.0.0.1:0");
        var users = new ArrayList<Future<Integer>>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            int port = i % 4 == 3 ? extra : listen;
            users.add(threads.submit(() -> uses(number, port)));
        }
        for (int i = 1; i <= RELOADS; i++) {
            rig.write(variants.get(i % variants.size()));
            HttpResponse<String> done = rig.post("reload", "");
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(AdminRig.json(done).get("changes")).as("reload %d", i).isNotEmpty();
            Thread.sleep(10);
        }
        over.set(true);
        for (Future<Integer> user : users) {
            assertThat(user.get()).isGreaterThan(RELOADS / 4);
        }
        for (String variant : variants.subList(0, 5)) {
            rig.write(variant);
            assertThat(rig.post("reload", "").statusCode()).isEqualTo(200);
            nobodyIsInside();
        }
    }

    private void nobodyIsInside() throws Exception {
        JsonNode state = rig.state();
        for (JsonNode listener : state.get("listeners")) {
            assertThat(listener.get("inFlight").asInt()).isZero();
            assertThat(listener.get("connections").asInt()).isZero();
            for (JsonNode policy : listener.get("policies")) {
                JsonNode taken = policy.get("figures").get("taken");
                assertThat(taken == null ? 0 : taken.asInt()).as("%s", policy).isZero();
            }
        }
        assertThat(state.get("leaving").asInt()).isZero();
    }
}

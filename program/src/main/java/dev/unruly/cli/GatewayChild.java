package dev.unruly.cli;

import dev.unruly.gateway.ControlBytes;
import dev.unruly.gateway.FromRun;
import dev.unruly.host.Command;
import dev.unruly.model.Dependency;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A gateway that a run has started. It is no child in the sense that it would die with us: it
/// forwards what the application sends for as long as the application needs it.
///
/// @param notes what people are told of it: its admin API, and the token to it
record GatewayChild(Process process, Path socket, List<String> notes) {

    static final String FOR_A_RUN = "--for-a-run";

    /// What stands before the socket in the line that says that it is open.
    static final String OPEN = "open ";

    /// What stands before the address of its admin API.
    static final String ADMIN = "admin ";

    /// What stands before a token that was made for it.
    static final String TOKEN = "token ";

    /// At the demo's load 6 MB of it live.
    private static final List<String> SMALL = List.of("-Xms16m", "-Xmx64m", "-Xss512k");

    /// What a terminal or a hang-up sends to all processes in front is for the run alone, which
    /// then lets go. An ignored signal stays ignored over `exec`, and the JVM leaves it so.
    private static final List<String> DEAF =
            List.of("/bin/sh", "-c", "trap '' INT HUP TSTP; exec \"$@\"", "unruly-gateway");

    private static final List<String> NOT_FOR_IT =
            List.of("-Xm", "-Xss", "-javaagent", "-agentlib", "-agentpath", "-XX:MaxRAM");

    GatewayChild {
        notes = List.copyOf(notes);
    }

    /// Starts it and waits until it listens.
    ///
    /// @param admin empty: no admin API
    /// @throws NoGateway if it does not, with its reason
    static GatewayChild start(List<Dependency> dependencies, Optional<AdminAsked> admin) {
        try {
            List<String> command = command();
            admin.ifPresent(asked -> command.addAll(asked.words()));
            Process process = new ProcessBuilder(command).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(ControlBytes.frame(new FromRun.Open(dependencies)));
            }
            InputStream trouble = process.getErrorStream();
            Thread.ofPlatform().daemon().name("unruly-gateway").start(() -> pass(trouble));
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            var notes = new ArrayList<String>();
            String line = said.readLine();
            while (line != null && (line.startsWith(ADMIN) || line.startsWith(TOKEN))) {
                notes.add(line);
                line = said.readLine();
            }
            if (line == null) {
                throw new NoGateway("the gateway's process ended at once");
            }
            if (!line.startsWith(OPEN)) {
                throw new NoGateway(line);
            }
            return new GatewayChild(process, Path.of(line.substring(OPEN.length())), notes);
        } catch (IOException e) {
            throw new NoGateway("the gateway's process could not be started: " + e.getMessage());
        }
    }

    private static void pass(InputStream trouble) {
        try (trouble) {
            trouble.transferTo(System.err);
        } catch (IOException e) {
            System.err.println("unruly: the gateway's complaints cannot be read: " + e);
        }
    }

    /// The JVM that we run on, with little memory.
    private static List<String> command() {
        var words = new ArrayList<String>();
        if (File.separatorChar == '/') {
            // A session of its own is out of reach of the terminal, and of `kill -- -GROUP`.
            Command.find("setsid").ifPresent(path -> words.add(path.toString()));
            words.addAll(DEAF);
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options());
        words.addAll(SMALL);
        words.add("-classpath");
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        words.add("gateway");
        words.add(FOR_A_RUN);
        return words;
    }

    /// Our own options, but for those that are about memory or watch this process.
    static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> NOT_FOR_IT.stream().noneMatch(option::startsWith))
                .toList();
    }

    /// Waits for its end, which it was told to come to; ends it if it does not.
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

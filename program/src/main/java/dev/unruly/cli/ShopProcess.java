package dev.unruly.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shop in a process of its own, which ends when we do.
final class ShopProcess implements AutoCloseable {

    private static final String MAIN = "dev.unruly.shop.Shop";

    private final Process process;

    private ShopProcess(Process process) {
        this.process = process;
    }

    /// The command that starts the shop.
    static List<String> command(List<String> arguments) {
        Path home = Path.of(System.getProperty("unruly.home", "."));
        Path built = home.resolve("shop/target/quick");
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx512m");
        words.add("-XX:+UseSerialGC");
        words.add("-classpath");
        words.add(built.resolve("shop.jar") + ":" + built.resolve("lib") + "/*");
        words.add(MAIN);
        words.addAll(arguments);
        return words;
    }

    /// Starts the shop and waits until it is open.
    ///
    /// @throws IOException if it does not open, with the end of what it said
    static ShopProcess open(List<String> arguments, Path log) throws IOException {
        var all = new ArrayList<>(arguments);
        all.add("--print-json");
        all.add("--exit-with-parent");
        Process process = new ProcessBuilder(command(all)).redirectError(log.toFile()).start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            process.destroy();
            String text = Files.readString(log).strip();
            throw new IOException(
                    "the shop did not open: " + text.substring(text.lastIndexOf('\n') + 1));
        }
        return new ShopProcess(process);
    }

    /// As many free ports of the loopback address.
    static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    @Override
    public void close() {
        try {
            process.outputWriter().close();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}

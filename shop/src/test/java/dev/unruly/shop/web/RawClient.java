package dev.unruly.shop.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that sends what it is told, byte by byte if need be.
public final class RawClient implements AutoCloseable {
    /// What a server answered.
    public record Answer(int status, Headers headers, String body) {}

    private final Socket socket;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
    }

    /// Lines of a head and, behind them, a body.
    public static String message(String body, String... head) {
        return String.join("\r\n", head) + "\r\n\r\n" + body;
    }

    public static String get(String target) {
        return message("", "GET " + target + " HTTP/1.1", "Host: shop");
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads one answer; to a HEAD without its body.
    public Answer answer(boolean withBody) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        List<Header> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            fields.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        Headers headers = new Headers(fields);
        Optional<String> length = headers.first("content-length");
        int bytes = withBody && length.isPresent() ? Integer.parseInt(length.get()) : 0;
        String body = new String(in().readNBytes(bytes), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(lines.getFirst().substring(9, 12)), headers, body);
    }

    public Answer answer() throws IOException {
        return answer(true);
    }

    /// Whether the server closes without another byte.
    public boolean ended() throws IOException {
        return in().read() < 0;
    }

    /// Says that no more will be sent, and goes on reading.
    public void shutOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Breaks the connection with a reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private InputStream in() throws IOException {
        return socket.getInputStream();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in().read();
            if (c < 0) {
                throw new EOFException("the server closed after '" + line + "'");
            }
            if (c == '\n') {
                return line.toString().strip();
            }
            line.append((char) c);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

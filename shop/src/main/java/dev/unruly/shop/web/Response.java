package dev.unruly.shop.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a request is answered with.
public record Response(int status, List<Header> headers, Body body) {
    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be in [200, 599], got " + status);
        }
        headers = List.copyOf(headers);
    }

    public static Response of(int status, String type, Body body) {
        return new Response(status, List.of(new Header("Content-Type", type)), body);
    }

    public static Response html(int status, String body) {
        return of(status, "text/html; charset=utf-8", Body.of(body));
    }

    public static Response json(int status, Body body) {
        return of(status, "application/json", body);
    }

    public static Response text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", Body.of(body));
    }

    /// Sends the client elsewhere with GET (303, See Other).
    public static Response seeOther(String location) {
        return new Response(303, List.of(new Header("Location", location)), Body.EMPTY);
    }

    public Response with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Response(status, more, body);
    }

    /// The bytes of this answer as an HTTP/1.1 message.
    byte[] render(String date, boolean withBody, boolean keepAlive) {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
        head.append("Date: ").append(date).append("\r\n");
        for (Header header : headers) {
            head.append(header.name()).append(": ").append(oneLine(header.value())).append("\r\n");
        }
        if (status != 204) { // RFC 9110, section 8.6
            head.append("Content-Length: ").append(body.size()).append("\r\n");
        }
        head.append("Connection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
        byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (!withBody || body.size() == 0) {
            return first;
        }
        byte[] message = new byte[first.length + body.size()];
        System.arraycopy(first, 0, message, 0, first.length);
        System.arraycopy(body.bytes(), 0, message, first.length, body.size());
        return message;
    }

    /// A line break in a value would let whoever chose the value add headers of their own.
    private static String oneLine(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 303 -> "See Other";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status " + status;
        };
    }
}

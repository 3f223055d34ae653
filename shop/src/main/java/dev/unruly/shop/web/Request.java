package dev.unruly.shop.web;

import java.util.Locale;

/// One request, read to its end.
///
/// @param path decoded, without the query
/// @param keepAlive whether the client wants to use the connection again
public record Request(
        String method, String path, Form query, Headers headers, Body body, boolean keepAlive) {

    /// HEAD is answered like GET, without the body.
    public boolean asksFor(String wanted) {
        return method.equals(wanted) || (method.equals("HEAD") && wanted.equals("GET"));
    }

    public boolean isForm() {
        return mediaType().equals("application/x-www-form-urlencoded");
    }

    /// The body as a form; empty when it is something else.
    public Form form() throws Malformed {
        return isForm() ? Form.parse(body.text()) : Form.EMPTY;
    }

    private String mediaType() {
        String type = headers.first("content-type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}

package dev.unruly.shop.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ResponseTest {
    private static String rendered(Response response, boolean withBody, boolean keepAlive) {
        return new String(response.render("now", withBody, keepAlive), StandardCharsets.UTF_8);
    }

    @Test
    void aMessageSaysHowLongItIsAndWhetherItWasTheLast() {
        assertThat(rendered(Response.text(200, "für"), true, true))
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain; charset=utf-8\r\n"
                                + "Content-Length: 4\r\nConnection: keep-alive\r\n\r\nfür");
        assertThat(rendered(Response.text(404, ""), true, false))
                .contains("404 Not Found")
                .endsWith("Connection: close\r\n\r\n");
    }

    @Test
    void anAnswerToHeadHasTheLengthAndNotTheBody() {
        assertThat(rendered(Response.text(200, "body"), false, true))
                .contains("Content-Length: 4")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aHeaderCannotBeMadeIntoTwo() {
        assertThat(rendered(Response.seeOther("/x\r\nSet-Cookie: evil=1"), true, true))
                .contains("Location: /x  Set-Cookie: evil=1\r\n")
                .doesNotContain("\r\nSet-Cookie");
    }

    @Test
    void anAnswerWithoutContentHasNoLength() {
        assertThat(rendered(Response.of(204, "text/plain", Body.EMPTY), true, true))
                .doesNotContain("Content-Length");
    }
}

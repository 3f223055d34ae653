package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may not leave the evidence by the names of spans.
final class NamelessTest {

    private final Nameless nameless = new Nameless();

    private Span of(String service, String name, String peer) {
        return nameless.of(
                new Span(
                        "t",
                        "1",
                        "",
                        service,
                        name,
                        Kind.CLIENT,
                        0,
                        1,
                        peer,
                        name,
                        Ending.ANSWERED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /products/{sku} | GET /products/{sku}",
                "GET /products/:sku/reviews | GET /products/:sku/reviews",
                "/wrk2-api/post/compose | /wrk2-api/post/compose",
                "GET /v1/users | GET /v1/users",
                "GET /users/4711 | GET /users/{id}",
                "GET /users/4711-0815/cart | GET /users/{id}/cart",
                "GET /product/OLJCESPC7Z | GET /product/{id}",
                "GET /o/0f8fad5b-d9cb-469f-a165-70867728950e | GET /o/{id}",
                "GET /u/alice@example.org?q=hunter2 | GET /u/{id}",
                "POST /hipstershop.CartService/GetCart | POST /hipstershop.CartService/GetCart",
                "compose_post_server | compose_post_server",
                "SELECT a FROM b WHERE c = 'secret' AND d = 42 | SELECT a FROM b WHERE c = ? AND d = ?",
                "mail to bob@example.org | mail to ?",
                "call 10.0.0.7:80 | call ?"
            })
    void namesKeepWhatManyShare(String given, String kept) {
        assertThat(of("shop", given, "").name()).isEqualTo(kept);
        assertThat(of("shop", given, "").route()).isEqualTo(kept);
    }

    @Test
    void machinesAreNumberedAndHostsAreTheirFirstLabel() {
        assertThat(of("shop", "a", "10.0.0.7:5432").peer()).isEqualTo("machine-1");
        assertThat(of("shop", "a", "2001:db8::7").peer()).isEqualTo("machine-2");
        assertThat(of("shop", "a", "10.0.0.7").peer()).isEqualTo("machine-1");
        assertThat(of("shop", "a", "payments-1.internal.example.com:443").peer())
                .isEqualTo("payments-1");
        assertThat(of("shop", "a", "redis").peer()).isEqualTo("redis");
        assertThat(of("my.service", "a", "").service()).isEqualTo("my.service");
        assertThat(of("10.0.0.9", "a", "").service()).isEqualTo("machine-3");
    }

    @Test
    void nothingSteersATerminal() {
        assertThat(of("a\u001b[31m", "b\u001b[31m", "c\u202e").toString())
                .doesNotContain("\u001b", "\u202e");
    }
}

package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Span;
import dev.unruly.model.Span.Ending;
import dev.unruly.model.Span.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of spans, as other tools write them.
final class SpanFileTest {

    @TempDir private Path folder;
    private final List<Span> spans = new ArrayList<>();

    private Skips sample(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(SpanFileTest.class.getResourceAsStream(name), name)) {
            Files.copy(in, file);
        }
        return SpanFile.read(file, spans::add);
    }

    private Skips text(String text) throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, text);
        return SpanFile.read(file, spans::add);
    }

    @Test
    void jaegerNamesServicesBehindTheirSpans() throws IOException {
        Skips skips = sample("compose-post.jaeger.json");

        assertThat(skips.lines()).isEmpty();
        // The spans that Jaeger nests within references do not count.
        assertThat(spans).hasSize(99);
        Span root = spans.stream().filter(s -> s.parent().isEmpty()).findFirst().orElseThrow();
        assertThat(root)
                .extracting(Span::service, Span::route, Span::kind, Span::nanos)
                .containsExactly(
                        "nginx-web-server",
                        "POST /wrk2-api/post/compose",
                        Kind.UNKNOWN,
                        5_303_000L);
        assertThat(spans).extracting(Span::service).contains("user-mention-service");
    }

    @Test
    void theExampleOfOtlpIsRead() throws IOException {
        sample("example.otlp.json");

        assertThat(spans)
                .containsExactly(
                        new Span(
                                "5B8EFFF798038103D269B633813FC60C",
                                "EEE19B7EC3C1B174",
                                "EEE19B7EC3C1B173",
                                "my.service",
                                "I'm a server span",
                                Kind.SERVER,
                                1_544_712_660_000_000_000L,
                                1_544_712_661_000_000_000L,
                                "",
                                "",
                                Ending.ANSWERED));
    }

    @Test
    void podsAreTheirServices() throws IOException {
        sample("boutique.spans.csv");

        assertThat(spans).hasSize(77);
        assertThat(spans)
                .extracting(Span::service)
                .contains("frontend", "cartservice", "productcatalogservice");
        assertThat(spans.getFirst().parent()).isEmpty();
        assertThat(spans.get(1).route())
                .isEqualTo("POST /hipstershop.ProductCatalogService/GetProduct");
    }

    private static String otlp(String span) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\","
                + "\"value\":{\"stringValue\":\"shop\"}}]},\"scopeSpans\":[{\"spans\":[{"
                + "\"traceId\":\"t\",\"spanId\":\"s\",\"startTimeUnixNano\":\"10\","
                + "\"endTimeUnixNano\":\"30\","
                + span
                + "}]}]}]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":2} | http.response.status_code | 500 | FAILED",
                "{\"code\":\"STATUS_CODE_ERROR\"} | error.type | java.net.SocketTimeoutException | CUT_OFF",
                "{} | http.status_code | 504 | CUT_OFF",
                "{} | http.status_code | 404 | ANSWERED",
                "{} | rpc.grpc.status_code | 4 | CUT_OFF",
                "{} | rpc.grpc.status_code | 14 | FAILED",
                "{} | rpc.grpc.status_code | 0 | ANSWERED",
                "{\"code\":2,\"message\":\"context canceled\"} | a | b | CUT_OFF"
            })
    void endingsAreTold(String status, String key, String value, Ending ending) throws IOException {
        text(
                otlp(
                        "\"kind\":3,\"status\":"
                                + status
                                + ",\"attributes\":[{\"key\":\""
                                + key
                                + "\",\"value\":{\"stringValue\":\""
                                + value
                                + "\"}},{\"key\":\"peer.service\",\"value\":{\"stringValue\":"
                                + "\"bank\"}}]"));

        assertThat(spans)
                .singleElement()
                .extracting(Span::ending, Span::peer, Span::kind, Span::service)
                .containsExactly(ending, "bank", Kind.CLIENT, "shop");
    }

    /// The collector's file exporter writes one document a line.
    @Test
    void documentsMayFollowEachOther() throws IOException {
        Skips skips = text(otlp("\"kind\":2") + "\n" + otlp("\"kind\":3") + "\n");

        assertThat(skips.taken()).isEqualTo(2);
    }

    @Test
    void aResourceMayStandBehindItsSpans() throws IOException {
        text(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t\",\"spanId\":"
                        + "\"s\",\"startTimeUnixNano\":10,\"endTimeUnixNano\":30}]}],\"resource\":"
                        + "{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":"
                        + "\"late\"}}]}}]}");

        assertThat(spans).singleElement().extracting(Span::service).isEqualTo("late");
    }

    @Test
    void whatIsLeftOutIsSaidWithItsPlace() throws IOException {
        Skips skips =
                text(
                        otlp("\"kind\":2")
                                + otlp("\"kind\":2").replace("\"30\"", "\"9\"")
                                + otlp("\"kind\":2").replace("\"t\"", "\"\""));

        assertThat(spans).hasSize(1);
        assertThat(skips.lines())
                .singleElement()
                .asString()
                .startsWith("2 left out: a span without trace, start or end")
                .contains("a.json:1:");
    }

    @Test
    void badInputIsOneMessageThatSaysWhere() {
        assertThatThrownBy(() -> text("{\"resourceSpans\":[{\"scopeSpans\":[}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.json:1:")
                .hasMessageContaining("this is not JSON");
        assertThatThrownBy(() -> text("{\"spans\":[]}"))
                .hasMessageContaining("neither `resourceSpans` (OTLP) nor `data` (Jaeger)");
        assertThatThrownBy(() -> text("a,b\n1,2\n"))
                .hasMessageContaining("a.json:1: neither JSON (OTLP, Jaeger, Zipkin) nor a table");
        assertThatThrownBy(() -> text("{\"data\":[]}"))
                .hasMessageContaining("has no span that could be used");
    }
}

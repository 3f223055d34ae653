package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.convert.Evidence;
import dev.unruly.convert.Witness;
import dev.unruly.learn.Upstreams;
import dev.unruly.model.Hit;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How long those took who servers asked, from what servers log of it.
final class UpstreamTimesTest {

    private static final long NOW = 1_795_000_000_000L;

    private static final String NGINX =
            "$remote_addr [$time_local] \"$request\" $status $request_time"
                    + " \"$upstream_response_time\" $proxy_upstream_name";

    private static List<ObservedLatency> read(String format, String... lines) throws IOException {
        var upstreams = new Upstreams();
        var witness =
                new Witness() {
                    @Override
                    public void hit(Hit hit) {
                        upstreams.add(hit);
                    }

                    @Override
                    public void span(Span span) {}

                    @Override
                    public void arrival(long atMillis) {}

                    @Override
                    public void arrivals(long fromMillis, long periodMillis, long count) {}
                };
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        new Evidence(format, Optional.empty(), NOW)
                .read(List.of("-"), new ByteArrayInputStream(bytes), witness);
        return upstreams.latencies();
    }

    private static double millis(ObservedLatency of) {
        return ObservedLatency.quantile(of.answered(), 1) / 1e6;
    }

    private static String nginx(String request, int status, String took, String name) {
        return "192.0.2.1 [17/May/2026:10:05:03 +0000] \""
                + request
                + "\" "
                + status
                + " 0.900 \""
                + took
                + "\" "
                + name;
    }

    @Test
    void nginxSaysItByNameAndOfTheLastTry() throws IOException {
        List<ObservedLatency> all =
                read(
                        NGINX,
                        nginx("GET /a HTTP/1.1", 200, "0.250", "default-shop-80"),
                        nginx("GET /a HTTP/1.1", 502, "0.010, 0.500", "default-shop-80"),
                        nginx("POST /b HTTP/1.1", 200, "0.100", "pay.internal.example"),
                        nginx("GET /c HTTP/1.1", 200, "0.040 : 0.030", "10.0.0.7:8080"),
                        nginx("GET /d HTTP/1.1", 499, "9.000", "default-shop-80"),
                        nginx("GET /static HTTP/1.1", 304, "-", "-"));
        assertThat(all)
                .extracting(ObservedLatency::name)
                .containsExactly("default-shop-80", "pay", "upstream");
        ObservedLatency shop = all.getFirst();
        assertThat(shop.requests()).isEqualTo(3);
        assertThat(shop.failed()).isEqualTo(1);
        assertThat(shop.repeatable()).isTrue();
        assertThat(shop.cutOff()).hasSize(1);
        assertThat(millis(shop)).isBetween(500.0, 525.0);
        assertThat(all.get(1).repeatable()).isFalse();
        assertThat(millis(all.get(2))).isBetween(30.0, 31.5);
    }

    @Test
    void proxiesSayItToo() throws IOException {
        String alb =
                "https 2026-07-02T22:23:00.186641Z app/my-lb/50dc 192.0.2.1:2817 10.0.0.1:80 0.086"
                        + " 0.048 0.037 200 200 0 57 \"GET https://www.example.com:443/ HTTP/1.1\""
                        + " \"curl/7.46.0\" ECDHE-RSA TLSv1.2 arn:x \"Root=1-58\" \"www.example.com\""
                        + " \"arn:y\" 1 2026-07-02T22:22:48.364000Z \"authenticate,forward\" \"-\""
                        + " \"-\" \"10.0.0.1:80\" \"200\" \"-\" \"-\"";
        assertThat(read("", alb)).singleElement().matches(u -> millis(u) > 48 && millis(u) < 51);
        String haproxy =
                "10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200"
                        + " 2750 - - ---- 1/1/1/1/0 0/0 \"GET /index.html HTTP/1.1\"";
        assertThat(read("", haproxy))
                .singleElement()
                .matches(u -> u.name().equals("static") && millis(u) >= 69 && millis(u) < 73);
        String traefik =
                "{\"StartUTC\":\"2026-05-17T08:05:32Z\",\"Duration\":90000000,"
                        + "\"OriginDuration\":80000000,\"ServiceName\":\"shop@docker\","
                        + "\"ClientHost\":\"192.0.2.1\",\"RequestMethod\":\"GET\","
                        + "\"RequestPath\":\"/a\",\"DownstreamStatus\":200}";
        assertThat(read("", traefik))
                .singleElement()
                .matches(u -> u.name().equals("shop") && millis(u) >= 80 && millis(u) < 84);
    }
}

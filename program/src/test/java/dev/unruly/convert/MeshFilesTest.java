package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Settings of gRPC, Envoy and Istio.
class MeshFilesTest {

    @Test
    void grpcTakesNoMoreThanFiveAttempts() {
        var four = Everything.identity(new Policy.Retry(4, Everything.MS, Everything.SECOND));
        var five = Everything.identity(new Policy.Retry(5, Everything.MS, Everything.SECOND));

        assertThat(Everything.of(Export.GRPC, four).text()).contains("\"maxAttempts\" : 5");
        assertThat(Everything.of(Export.GRPC, five).text()).contains("\"maxAttempts\" : 5");
        assertThat(whats(Everything.of(Export.GRPC, four))).doesNotContain("retry.most");
        assertThat(whats(Everything.of(Export.GRPC, five))).contains("retry.most");
    }

    @Test
    void grpcHedgesOnlyAMethodOfItsOwnAndAlways() {
        var sometimes = new Policy.Hedge(80 * Everything.MS, new Share(0.99));
        Exported always = Everything.of(Export.GRPC, method(Everything.HEDGE));

        assertThat(always.text())
                .contains(
                        "\"hedgingDelay\" : \"0.08s\"",
                        "\"service\" : \"a.B\"",
                        "\"method\" : \"C\"");
        assertThat(Everything.of(Export.GRPC, method(sometimes)).text()).doesNotContain("hedging");
        assertThat(Everything.of(Export.GRPC, Everything.identity(Everything.HEDGE)).text())
                .doesNotContain("hedging");
        assertThat(Everything.of(Export.GRPC, method(Everything.HEDGE, Everything.RETRY)).losses())
                .extracting(Loss::toString)
                .contains(
                        "identity POST /a.B/C: `hedge` is left out: gRPC either retries or hedges"
                                + " a method");
    }

    private static Protection method(Policy... policies) {
        return new Protection("identity", "POST /a.B/C", List.of(policies));
    }

    private static List<String> whats(Exported exported) {
        return exported.losses().stream().map(Loss::what).toList();
    }

    @Test
    void meshesRepeatOnlyWhatMayBeRepeated() {
        var all = Everything.identity(Everything.TIMEOUT, Everything.RETRY);
        var post = new Protection("identity", "POST /pay", List.of(Everything.RETRY));

        assertThat(Everything.of(Export.ENVOY, all).text())
                .containsOnlyOnce("num_retries: 2")
                .contains("regex: \"GET|HEAD|OPTIONS|PUT|DELETE|TRACE\"")
                .contains("timeout: \"1.55s\"", "per_try_timeout: \"0.25s\"", "timeout: \"0.25s\"");
        assertThat(Everything.of(Export.ISTIO, all).text())
                .containsOnlyOnce("attempts: 2")
                .containsOnlyOnce("attempts: 0");
        assertThat(Everything.of(Export.ENVOY, post).text()).doesNotContain("num_retries");
        assertThat(Everything.of(Export.ISTIO, post).text()).doesNotContain("attempts: 2");
    }

    @Test
    void anOpenBreakerOfEnvoyDoesNotPanic() {
        assertThat(Everything.of(Export.ENVOY, Everything.identity(Everything.BREAKER)).text())
                .contains("failure_percentage_threshold: 50", "max_ejection_percent: 100")
                .contains("healthy_panic_threshold:\n          value: 0");
    }

    @Test
    void anAddressIsNoNameInAMesh() {
        assertThat(Everything.of(Export.ISTIO, Everything.identity(Everything.TIMEOUT)).losses())
                .extracting(Loss::toString)
                .containsExactly(
                        "identity: `upstream` 127.0.0.1 is an address: a mesh needs a name, from a"
                                + " Service or a ServiceEntry");
    }
}

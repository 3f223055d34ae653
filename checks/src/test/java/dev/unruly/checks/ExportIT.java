package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.unruly.convert.Export;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.VirtualService;
import io.github.resilience4j.springboot3.bulkhead.autoconfigure.BulkheadProperties;
import io.github.resilience4j.springboot3.circuitbreaker.autoconfigure.CircuitBreakerProperties;
import io.github.resilience4j.springboot3.ratelimiter.autoconfigure.RateLimiterProperties;
import io.github.resilience4j.springboot3.retry.autoconfigure.RetryProperties;
import io.github.resilience4j.springboot3.timelimiter.autoconfigure.TimeLimiterProperties;
import io.grpc.internal.AutoConfiguredLoadBalancerFactory;
import io.grpc.internal.ScParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// What is exported, as the targets' own parsers read it, and that these refuse what is wrong.
final class ExportIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static String exported(Export target) {
        return target.of(Protected.dependencies(), Protected.protections()).text();
    }

    private static List<Object> yaml(String text) {
        var all = new ArrayList<Object>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(all::add);
        return all;
    }

    private static void flatten(String key, Object value, Map<String, Object> to) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(key.isEmpty() ? "" + k : key + "." + k, v, to));
        } else {
            to.put(key, value);
        }
    }

    private static <T> T bound(String text, String kind, Class<T> properties) {
        var flat = new LinkedHashMap<String, Object>();
        flatten("", yaml(text).getFirst(), flat);
        String prefix = "resilience4j." + kind;
        flat.keySet().removeIf(key -> !key.startsWith(prefix + "."));
        assertThat(flat).isNotEmpty();
        return new Binder(new MapConfigurationPropertySource(flat))
                .bind(
                        prefix,
                        Bindable.of(properties),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }

    private static <T> T named(Map<String, T> instances, String name) {
        return Objects.requireNonNull(instances.get(name), name);
    }

    @Test
    void resilience4jBindsIt() {
        String text = exported(Export.RESILIENCE4J);

        var breakers = bound(text, "circuitbreaker", CircuitBreakerProperties.class);
        assertThat(named(breakers.getInstances(), "identity").getFailureRateThreshold())
                .isEqualTo(50);
        var bulkheads = bound(text, "bulkhead", BulkheadProperties.class);
        assertThat(named(bulkheads.getInstances(), "identity-alone").getMaxConcurrentCalls())
                .isEqualTo(3);
        var limiters = bound(text, "timelimiter", TimeLimiterProperties.class);
        assertThat(named(limiters.getInstances(), "identity-GET-keys").getTimeoutDuration())
                .hasMillis(90);
        var retries = bound(text, "retry", RetryProperties.class);
        var retry = named(retries.getInstances(), "identity");
        assertThat(retry.getMaxAttempts()).isEqualTo(3);
        assertThat(retry.getExponentialMaxWaitDuration()).hasMillis(200);
        var rates = bound(text, "ratelimiter", RateLimiterProperties.class);
        assertThat(named(rates.getInstances(), "identity").getLimitForPeriod()).isEqualTo(10);
    }

    @Test
    void resilience4jRefusesWhatIsWrong() {
        String text = exported(Export.RESILIENCE4J);

        assertThatThrownBy(() ->
                        bound(
                                text.replace("failureRateThreshold", "failureThreshold"),
                                "circuitbreaker",
                                CircuitBreakerProperties.class))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() ->
                        bound(
                                text.replace(
                                        "failureRateThreshold: 50", "failureRateThreshold: 101"),
                                "circuitbreaker",
                                CircuitBreakerProperties.class))
                .isInstanceOf(BindException.class);
    }

    private static Bootstrap bootstrap(String text)
            throws InvalidProtocolBufferException, JsonProcessingException {
        var to = Bootstrap.newBuilder();
        JsonFormat.parser()
                .usingTypeRegistry(
                        TypeRegistry.newBuilder()
                                .add(HttpConnectionManager.getDescriptor())
                                .add(Router.getDescriptor())
                                .build())
                .merge(JSON.writeValueAsString(yaml(text).getFirst()), to);
        return to.build();
    }

    private static List<String> broken(String text)
            throws InvalidProtocolBufferException, JsonProcessingException {
        List<Message> packed =
                List.of(HttpConnectionManager.getDefaultInstance(), Router.getDefaultInstance());
        return PgvRules.broken(bootstrap(text), packed);
    }

    @Test
    void envoyTakesItAndItsRulesHold() throws Exception {
        String text = exported(Export.ENVOY);

        assertThat(broken(text)).isEmpty();
        assertThat(bootstrap(text).getStaticResources().getClustersCount()).isEqualTo(7);
    }

    @Test
    void envoyRefusesWhatIsWrong() throws Exception {
        String text = exported(Export.ENVOY);

        assertThat(broken(text.replace("_percent: 100", "_percent: 120")))
                .contains("envoy.config.cluster.v3.OutlierDetection.max_ejection_percent");
        assertThat(broken(text.replace("stat_prefix: identity", "stat_prefix: \"\"")))
                .singleElement()
                .asString()
                .endsWith("HttpConnectionManager.stat_prefix");
        assertThatThrownBy(() -> bootstrap(text.replace("num_retries", "number_retries")))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }

    /// Istio's model keeps unknown keys silently; without a place to keep them they are refused.
    private static ObjectMapper strict() {
        return new ObjectMapper()
                .setAnnotationIntrospector(
                        new JacksonAnnotationIntrospector() {
                            private static final long serialVersionUID = 1;

                            @Override
                            public Boolean hasAnySetter(Annotated ann) {
                                return false;
                            }
                        });
    }

    private static void istio(String text) {
        for (Object resource : yaml(text)) {
            String kind = String.valueOf(((Map<?, ?>) resource).get("kind"));
            Class<?> model =
                    kind.equals("DestinationRule") ? DestinationRule.class : VirtualService.class;
            assertThat((Object) strict().convertValue(resource, model)).isNotNull();
        }
    }

    @Test
    void istioKnowsEveryKey() {
        String text = exported(Export.ISTIO);

        istio(text);

        for (String key :
                List.of("retryBudget", "http2MaxRequests", "perTryTimeout", "weight", "backoff")) {
            assertThat(text).contains(key + ":");
            assertThatThrownBy(() -> istio(text.replace(key + ":", "x" + key + ":")))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<String> grpcErrors(String text) throws JsonProcessingException {
        var parser = new ScParser(true, 5, 5, new AutoConfiguredLoadBalancerFactory("pick_first"));
        var errors = new ArrayList<String>();
        Map<?, ?> channels = JSON.readValue(text, Map.class);
        for (Object channel : channels.values()) {
            var config = new LinkedHashMap<String, Object>();
            ((Map<?, ?>) channel).forEach((key, value) -> config.put("" + key, numbers(value)));
            var error = parser.parseServiceConfig(config).getError();
            if (error != null) {
                errors.add(error.toString());
            }
        }
        return errors;
    }

    /// gRPC takes every number as a double, as its own reader of JSON does.
    private static Object numbers(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((key, inner) -> copy.put("" + key, numbers(inner)));
                yield copy;
            }
            case List<?> list -> list.stream().map(ExportIT::numbers).toList();
            case Number number -> number.doubleValue();
            default -> value;
        };
    }

    @Test
    void grpcTakesItAndRefusesWhatIsWrong() throws Exception {
        String text = exported(Export.GRPC);

        assertThat(grpcErrors(text)).isEmpty();
        assertThat(grpcErrors(text.replace("\"maxAttempts\" : 3", "\"maxAttempts\" : 1")))
                .hasSize(1);
        assertThat(grpcErrors(text.replace("\"0.05s\"", "\"50ms\""))).hasSize(1);
        assertThat(text).contains("hedgingDelay", "retryThrottling");
        assertThat(grpcErrors(text.replace("hedgingDelay", "hedgeDelay"))).hasSize(1);
    }
}

package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.unruly.convert.Export;
import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.boot.autoconfigure.data.redis.RedisProperties;
import org.springframework.boot.autoconfigure.http.client.HttpClientProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// What is exported to drivers, pools and servers, as they themselves read it.
final class DriverExportIT {

    private static final long MS = 1_000_000L;

    private static Dependency dependency(String name, int port, Dependency.Protocol protocol) {
        return new Dependency(
                name,
                new HostPort("127.0.0.1", 7_000 + port),
                List.of(new HostPort("127.0.0.1", port)),
                protocol);
    }

    private static String exported(Export target) {
        return target.of(
                        List.of(
                                dependency("identity", 801, Dependency.Protocol.HTTP),
                                dependency("books", 802, Dependency.Protocol.POSTGRES),
                                dependency("carts", 803, Dependency.Protocol.REDIS)),
                        List.of(
                                protection("identity", 250 * MS, 12, 20 * MS),
                                protection("books", 1_250 * MS, 7, 400 * MS),
                                protection("carts", 45 * MS, 3, 0)))
                .text();
    }

    private static Protection protection(String name, long timeout, int most, long wait) {
        return new Protection(
                name, "", List.of(new Policy.Timeout(timeout), new Policy.Bulkhead(most, wait)));
    }

    private static Properties properties(String text, String name) {
        var all = new Properties();
        try {
            all.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var its = new Properties();
        for (String key : all.stringPropertyNames()) {
            assertThat(key).startsWith(name + ".");
            its.setProperty(key.substring(name.length() + 1), all.getProperty(key));
        }
        assertThat(its).isNotEmpty();
        return its;
    }

    @Test
    void hikariTakesIt() {
        var config = new HikariConfig(properties(exported(Export.HIKARICP), "books"));
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1/books");
        config.validate();

        assertThat(config.getMaximumPoolSize()).isEqualTo(7);
        assertThat(config.getConnectionTimeout()).isEqualTo(400);
        assertThat(config.getValidationTimeout()).isEqualTo(250);
        assertThat(config.getDataSourceProperties().getProperty("socketTimeout")).isEqualTo("3");
    }

    @Test
    void hikariRefusesWhatIsWrong() {
        Properties wrong = properties(exported(Export.HIKARICP), "books");
        wrong.setProperty("maximumPoolSizes", "7");
        assertThatThrownBy(() -> new HikariConfig(wrong)).hasMessageContaining("maximumPoolSizes");
        Properties tooSoon = properties(exported(Export.HIKARICP), "books");
        tooSoon.setProperty("connectionTimeout", "249");
        assertThatThrownBy(() -> new HikariConfig(tooSoon)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void pgjdbcKnowsEveryProperty() throws Exception {
        String url =
                Objects.requireNonNull(
                        properties(exported(Export.PGJDBC), "books").getProperty("url"));
        Properties parsed = Objects.requireNonNull(Driver.parseURL(url, null));

        assertThat(PGProperty.SOCKET_TIMEOUT.getInt(parsed)).isEqualTo(3);
        assertThat(PGProperty.CONNECT_TIMEOUT.getInt(parsed)).isEqualTo(2);
        assertThat(PGProperty.CANCEL_SIGNAL_TIMEOUT.getInt(parsed)).isEqualTo(2);
        assertThat(PGProperty.OPTIONS.getOrDefault(parsed)).isEqualTo("-c statement_timeout=1250");
        for (String key : parsed.stringPropertyNames()) {
            assertThat(PGProperty.forName(key)).as(key).isNotNull();
        }
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        assertThat(source.getSocketTimeout()).isEqualTo(3);
    }

    @Test
    void lettuceTakesIt() {
        String uri =
                Objects.requireNonNull(
                        properties(exported(Export.LETTUCE), "carts").getProperty("uri"));

        assertThat(RedisURI.create(uri).getTimeout()).hasMillis(45);
        assertThat(RedisURI.create(uri).getPort()).isEqualTo(803);
    }

    @Test
    void tomcatKnowsEveryAttribute() {
        String text = exported(Export.TOMCAT);
        Matcher attribute =
                Pattern.compile("([a-zA-Z]+)=\"([^\"]*)\"")
                        .matcher(text.substring(text.indexOf("<Connector")));
        var connector = new Connector("HTTP/1.1");
        var names = new ArrayList<String>();
        while (attribute.find()) {
            names.add(attribute.group(1));
            assertThat(
                            IntrospectionUtils.setProperty(
                                    connector, attribute.group(1), attribute.group(2)))
                    .as(attribute.group(1))
                    .isTrue();
        }

        assertThat(names).containsExactly("port", "maxThreads", "acceptCount");
        assertThat(connector.getProperty("maxThreads")).isEqualTo(12);
        assertThat(connector.getProperty("acceptCount")).isEqualTo(12);
        assertThat(IntrospectionUtils.setProperty(connector, "maxThread", "12")).isFalse();
    }

    private static List<Map<String, Object>> spring(String text) {
        var documents = new ArrayList<Map<String, Object>>();
        for (Object one : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            var flat = new LinkedHashMap<String, Object>();
            flatten("", one, flat);
            documents.add(flat);
        }
        return documents;
    }

    private static void flatten(String key, Object value, Map<String, Object> to) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> flatten(key.isEmpty() ? "" + k : key + "." + k, v, to));
        } else {
            to.put(key, value);
        }
    }

    /// Every key below the prefix has to be known.
    private static <T> T bound(Map<String, Object> document, String prefix, Bindable<T> to) {
        var its = new LinkedHashMap<String, Object>(document);
        its.keySet().removeIf(key -> !key.startsWith(prefix + "."));
        assertThat(its).isNotEmpty();
        return new Binder(new MapConfigurationPropertySource(its))
                .bind(prefix, to, new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }

    @Test
    void springBootBindsIt() {
        List<Map<String, Object>> documents = spring(exported(Export.SPRING));

        assertThat(documents).hasSize(2);
        var http =
                bound(
                        documents.getFirst(),
                        "spring.http.client",
                        Bindable.of(HttpClientProperties.class));
        assertThat(http.getReadTimeout()).hasMillis(250);
        assertThat(http.getConnectTimeout()).hasMillis(250);
        var redis =
                bound(
                        documents.getFirst(),
                        "spring.data.redis",
                        Bindable.of(RedisProperties.class));
        assertThat(redis.getTimeout()).hasMillis(45);
        assertThat(redis.getLettuce().getPool().getMaxActive()).isEqualTo(3);
        var pool =
                bound(
                        documents.getFirst(),
                        "spring.datasource.hikari",
                        Bindable.ofInstance(new HikariConfig()));
        assertThat(pool.getMaximumPoolSize()).isEqualTo(7);
        assertThat(pool.getDataSourceProperties().getProperty("options"))
                .isEqualTo("-c statement_timeout=1250");
        assertThat(documents.get(1))
                .containsEntry("spring.config.activate.on-profile", "serves-identity");
        var server = bound(documents.get(1), "server", Bindable.of(ServerProperties.class));
        assertThat(server.getTomcat().getThreads().getMax()).isEqualTo(12);
        assertThat(server.getTomcat().getAcceptCount()).isEqualTo(12);
    }

    @Test
    void springBootRefusesWhatIsWrong() {
        String wrong = exported(Export.SPRING).replace("read-timeout", "reading-timeout");

        assertThatThrownBy(() ->
                        bound(
                                spring(wrong).getFirst(),
                                "spring.http.client",
                                Bindable.of(HttpClientProperties.class)))
                .isInstanceOf(BindException.class);
    }
}

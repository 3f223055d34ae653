package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings of drivers, pools and servers; `checks/` has their own parsers read them.
final class DriverFilesTest {

    private static final long MS = 1_000_000L;

    private static final List<Dependency> DEPENDENCIES =
            List.of(
                    dependency("identity", Dependency.Protocol.HTTP, 801, 802),
                    dependency("books", Dependency.Protocol.POSTGRES, 803),
                    dependency("ledger", Dependency.Protocol.POSTGRES, 804),
                    dependency("carts", Dependency.Protocol.REDIS, 805),
                    dependency("wire", Dependency.Protocol.TCP, 806));

    private static Dependency dependency(
            String name, Dependency.Protocol protocol, Integer... ports) {
        return new Dependency(
                name,
                new HostPort("127.0.0.1", 7_000 + ports[0]),
                List.of(ports).stream().map(p -> new HostPort("127.0.0.1", p)).toList(),
                protocol);
    }

    private static Exported of(Export target, String dependency, Policy... policies) {
        return target.of(DEPENDENCIES, List.of(new Protection(dependency, "", List.of(policies))));
    }

    @ParameterizedTest
    @CsvSource({
        "1, connectTimeout=1, socketTimeout=2, statement_timeout=1",
        "999, connectTimeout=1, socketTimeout=2, statement_timeout=999",
        "1000, connectTimeout=1, socketTimeout=2, statement_timeout=1000",
        "1001, connectTimeout=2, socketTimeout=3, statement_timeout=1001"
    })
    void theDriverNeverGivesUpBeforeTheServer(
            long millis, String connect, String socket, String statement) {
        assertThat(of(Export.PGJDBC, "books", new Policy.Timeout(millis * MS)).text())
                .contains(
                        "books.url=jdbc:postgresql://127.0.0.1:803/?",
                        connect + "&",
                        socket + "&",
                        "options=-c%20" + statement.replace("=", "%3D"));
        assertThat(of(Export.HIKARICP, "books", new Policy.Timeout(millis * MS - 1)).text())
                .contains("books.dataSource." + connect, "-c " + statement);
    }

    @ParameterizedTest
    @CsvSource({"0, 251, true", "250, 251, true", "251, 251, false", "252, 252, false"})
    void hikariWaitsAQuarterOfASecondAtLeast(long wait, long told, boolean lost) {
        Exported exported = of(Export.HIKARICP, "books", new Policy.Bulkhead(7, wait * MS));

        assertThat(exported.text())
                .contains("books.maximumPoolSize=7\n", "books.connectionTimeout=" + told + "\n");
        assertThat(exported.losses()).extracting(Loss::what).contains("bulkhead.most");
        assertThat(exported.losses().stream().anyMatch(l -> l.what().equals("bulkhead.wait")))
                .isEqualTo(lost);
    }

    @Test
    void tomcatDividesPlacesAmongInstancesAndNeverGivesMore() {
        Exported exported = of(Export.TOMCAT, "identity", new Policy.Bulkhead(7, 0));

        assertThat(exported.text())
                .contains(
                        "<Connector port=\"801\" maxThreads=\"3\" acceptCount=\"3\"/>\n",
                        "<Connector port=\"802\" maxThreads=\"3\" acceptCount=\"3\"/>\n");
        assertThat(exported.losses())
                .extracting(Loss::what)
                .containsExactly("bulkhead.wait", "bulkhead.most");
    }

    /// One number for all clients: none may be shorter than it was derived.
    @Test
    void springsClientsHaveTheLongestTimeout() {
        var whole = new Protection("identity", "", List.of(new Policy.Timeout(80 * MS)));
        var route =
                new Protection(
                        "identity",
                        "/slow",
                        List.of(new Policy.Timeout(90 * MS + 1), new Policy.Bulkhead(3, 0)));
        Exported exported = Export.SPRING.of(DEPENDENCIES, List.of(whole, route));

        assertThat(exported.text()).contains("connect-timeout: \"91ms\"", "read-timeout: \"91ms\"");
        assertThat(exported.losses())
                .extracting(Loss::where, Loss::what)
                .containsExactlyInAnyOrder(
                        tuple("identity", "timeout"),
                        tuple("identity /slow", "timeout"),
                        tuple("identity /slow", "bulkhead"));
    }

    @Test
    void springConfiguresOneDataSourceAndSaysSo() {
        var books = new Protection("books", "", List.of(new Policy.Timeout(MS)));
        var ledger = new Protection("ledger", "", List.of(new Policy.Timeout(2 * MS)));
        var wire = new Protection("wire", "", List.of(new Policy.Timeout(3 * MS)));
        Exported exported = Export.SPRING.of(DEPENDENCIES, List.of(books, ledger, wire));

        assertThat(exported.text()).contains("statement_timeout=1").doesNotContain("timeout=2");
        assertThat(exported.losses())
                .extracting(Loss::toString)
                .contains(
                        "ledger: `timeout` is left out: Spring Boot configures one data source",
                        "wire: `timeout` is left out: Spring Boot has no client for plain TCP");
    }

    @Test
    void lettuceTakesMillisecondsRoundedUp() {
        assertThat(of(Export.LETTUCE, "carts", new Policy.Timeout(44 * MS + 1)).text())
                .endsWith("carts.uri=redis://127.0.0.1:805?timeout=45ms\n");
    }

    @Test
    void whatADriverDoesNotKnowIsALoss() {
        for (Export target : List.of(Export.HIKARICP, Export.PGJDBC, Export.SPRING)) {
            assertThat(of(target, "books", new Policy.Hedge(MS, Share.ALL)).losses())
                    .singleElement()
                    .extracting(Loss::toString)
                    .asString()
                    .startsWith("books: `hedge` is left out: ")
                    .endsWith(" does not hedge");
        }
        assertThat(of(Export.LETTUCE, "books", new Policy.Hedge(MS, Share.ALL)).losses())
                .extracting(Loss::why)
                .containsExactly("is left out: POSTGRES is not what Lettuce is for");
    }

    @Test
    void budgetsAreRoundedDown() {
        var budget = new Policy.Budget(new Share(0.12345678), 0, 1_000 * MS);

        assertThat(of(Export.ENVOY, "identity", budget).text()).contains("value: 12.3456");
        assertThat(of(Export.ISTIO, "identity", budget).text()).contains("percent: 12.3456");
        assertThat(of(Export.GRPC, "identity", budget).text()).contains("\"tokenRatio\" : 0.123");
        var finer = new Policy.Budget(new Share(0.1239), 0, 1_000 * MS);
        assertThat(of(Export.GRPC, "identity", finer).text()).contains("\"tokenRatio\" : 0.123");
        assertThat(of(Export.NGINX, "identity", new Policy.Rate(0.999, 1)).text())
                .contains("rate=59r/m");
    }
}

package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Dependency;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.HostPort;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a running gateway will do for an experiment.
final class MatchTest {

    private static final Dependency DATABASE =
            dependency("database", "127.0.0.1", 15_432, Protocol.POSTGRES, 5_432);
    private static final Dependency CACHE =
            dependency("cache", "127.0.0.1", 16_379, Protocol.REDIS, 6_379);
    private static final Dependency OTHER =
            dependency("other", "127.0.0.1", 19_999, Protocol.TCP, 9_999);

    private static Dependency dependency(
            String name, String host, int listen, Protocol protocol, int upstream) {
        return new Dependency(
                name,
                new HostPort(host, listen),
                List.of(new HostPort("127.0.0.1", upstream)),
                protocol);
    }

    @Test
    void namesAndOrderAndFurtherListenersDoNotMatter() {
        Dependency renamed = dependency("db", "localhost", 15_432, Protocol.POSTGRES, 5_432);
        assertThat(Match.of(List.of(CACHE, renamed), List.of(DATABASE, OTHER, CACHE)))
                .isEqualTo(new Match.All(List.of(2, 0)));
    }

    @Test
    void otherAddressesAreNoMatch() {
        assertThat(Match.of(List.of(DATABASE), List.of(OTHER))).isEqualTo(new Match.None());
    }

    @Test
    void anotherUpstreamIsNamed() {
        Dependency elsewhere =
                dependency("database", "127.0.0.1", 15_432, Protocol.POSTGRES, 5_433);
        assertThat(Match.of(List.of(elsewhere), List.of(DATABASE)))
                .isEqualTo(
                        new Match.Wrong(
                                "passes 127.0.0.1:15432 on to 127.0.0.1:5432 (postgres), but"
                                        + " database is to be 127.0.0.1:5433 (postgres)"));
    }

    @Test
    void anotherProtocolIsNamed() {
        Dependency bytes = dependency("database", "127.0.0.1", 15_432, Protocol.TCP, 5_432);
        assertThat(Match.of(List.of(bytes), List.of(DATABASE)))
                .isInstanceOfSatisfying(
                        Match.Wrong.class,
                        wrong -> assertThat(wrong.why()).endsWith("127.0.0.1:5432 (tcp)"));
    }

    @Test
    void whatIsServedOnlyInPartIsNamed() {
        assertThat(Match.of(List.of(DATABASE, CACHE), List.of(DATABASE)))
                .isEqualTo(
                        new Match.Wrong(
                                "serves some of the dependencies, but not cache"
                                        + " (127.0.0.1:16379)"));
    }

    @Test
    void aPortThatIsYetToBeGivenIsNobodys() {
        Dependency any = dependency("any", "127.0.0.1", 0, Protocol.TCP, 9_999);
        assertThat(Match.of(List.of(any), List.of(any))).isEqualTo(new Match.None());
    }
}

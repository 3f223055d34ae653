package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing is sent to where it may not be sent, whatever it is called.
class ReachTest {

    private static final String POPULATION =
            """
            personas: { p: { share: 100%, journey: j, client: { kind: browser } } }
            journeys: { j: { think: 1s, states: { page: { get: /, next: leave } } } }
            """;

    private static final String EXPERIMENT =
            """
            name: reach
            target: http://shop.test:8080
            population: it.population.yaml
            arrivals: [ { poisson: { rate: 1/s } } ]
            allow-targets: [ { host: listed.test, max-rate: 5/s } ]
            dependencies: { db: { listen: "127.0.0.1:9000", upstream: "db.test:5432", protocol: tcp } }
            hooks: { reset: { post: "http://hook.test/reset" }, clean-up: { run: "true" } }
            triggers: [ { purge: { at: 0s, delete: "http://purge.test:81/cache" } } ]
            """;

    @TempDir private Path folder;

    private final Map<String, String[]> names = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    private Reach reach() {
        return new Reach(experiment(), this::all);
    }

    private Experiment experiment() {
        return Rehearsal.experiment(folder, POPULATION, EXPERIMENT);
    }

    private InetAddress[] all(String host) throws UnknownHostException {
        asked.add(host);
        String[] addresses = names.get(host.toLowerCase(Locale.ROOT));
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        var all = new InetAddress[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.ofLiteral(addresses[i]);
        }
        return all;
    }

    private void leads(String name, String... addresses) {
        names.put(name, addresses);
    }

    private static HostPort at(String host) {
        return new HostPort(host, 8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"})
    void loopbackMayBeSentTo(String address) throws UnknownHostException {
        leads("shop.test", address);
        assertThat(reach().refusal(at("shop.test"))).isEmpty();
        assertThat(reach().find("shop.test").isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "0.0.0.0",
                "::",
                "::ffff:10.1.2.3",
                "169.254.169.254",
                "2001:db8::1",
                "::7f00:1"
            })
    void nothingElseMay(String address) {
        leads("shop.test", address);
        Reach reach = reach();
        assertThat(reach.refusal(at("shop.test")).orElseThrow())
                .contains("shop.test:8080 is not on this machine")
                .contains("allow-targets: [{ host: shop.test, max-rate: 100/s }]");
        assertThatThrownBy(() -> reach.find("shop.test")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aNameThatAlsoLeadsElsewhereMayNot() {
        leads("shop.test", "127.0.0.1", "10.1.2.3");
        assertThat(reach().refusal(at("shop.test")).orElseThrow()).contains("(10.1.2.3)");
    }

    @Test
    void whatIsConnectedToIsWhatWasChecked() throws UnknownHostException {
        leads("shop.test", "127.0.0.1");
        Reach reach = reach();
        assertThat(reach.refusal(at("shop.test"))).isEmpty();
        leads("shop.test", "10.1.2.3");
        assertThat(reach.find("Shop.Test").getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(reach.refusal(at("shop.test"))).isEmpty();
        assertThat(asked).containsExactly("shop.test");
    }

    @Test
    void whatWasRefusedStaysRefused() {
        leads("shop.test", "10.1.2.3");
        Reach reach = reach();
        assertThat(reach.refusal(at("shop.test"))).isPresent();
        leads("shop.test", "127.0.0.1");
        assertThat(reach.refusal(at("shop.test"))).isPresent();
    }

    @Test
    void whatIsListedMayByTheVeryNameOnly() throws UnknownHostException {
        leads("listed.test", "10.1.2.3", "10.1.2.4");
        leads("10.1.2.3", "10.1.2.3");
        Reach reach = reach();
        assertThat(reach.refusal(at("LISTED.test"))).isEmpty();
        assertThat(reach.find("listed.test").getHostAddress()).isEqualTo("10.1.2.3");
        assertThat(reach.refusal(at("10.1.2.3"))).isPresent();
    }

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        assertThat(reach().refusal(at("shop.test")).orElseThrow())
                .contains("shop.test is not a name that this machine can resolve");
    }

    @Test
    void everythingThatAnExperimentWouldSendToIsLookedAt() {
        for (String name : List.of("shop.test", "db.test", "hook.test", "purge.test")) {
            leads(name, "127.0.0.1");
        }
        assertThat(reach().refusals(experiment())).isEmpty();
        for (String name : List.of("shop.test", "db.test", "hook.test", "purge.test")) {
            leads(name, "10.0.0.9");
        }
        List<String> refusals = reach().refusals(experiment());
        assertThat(refusals).hasSize(4);
        assertThat(refusals.get(0)).startsWith("target: shop.test:8080 is not");
        assertThat(refusals.get(1)).startsWith("dependencies.db: db.test:5432 is not");
        assertThat(refusals.get(2)).startsWith("hooks: hook.test:80 is not");
        assertThat(refusals.get(3)).startsWith("triggers: purge.test:81 is not");
    }
}

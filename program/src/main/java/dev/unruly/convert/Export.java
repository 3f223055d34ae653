package dev.unruly.convert;

import dev.unruly.model.Dependency;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Another product that can enforce protections, as far as it can.
public enum Export {
    /// Spring Boot's `application.yaml` for Resilience4j 2.
    RESILIENCE4J("resilience4j.yaml"),
    /// To be included within `http { }` of nginx.
    NGINX("nginx.conf"),
    /// A configuration of HAProxy.
    HAPROXY("haproxy.cfg"),
    /// Service configs of gRPC channels, one for each dependency, by its name.
    GRPC("grpc.json"),
    /// A bootstrap configuration of Envoy: a listener, a route table and clusters.
    ENVOY("envoy.yaml"),
    /// DestinationRules and VirtualServices of Istio.
    ISTIO("istio.yaml"),
    /// Spring Boot's `application.yaml`: data source, Redis, HTTP clients, Tomcat.
    SPRING("application.yaml"),
    /// Properties of HikariCP's pools.
    HIKARICP("hikaricp.properties"),
    /// URLs for PostgreSQL's JDBC driver.
    PGJDBC("pgjdbc.properties"),
    /// URIs for Lettuce, a driver of Redis.
    LETTUCE("lettuce.properties"),
    /// Connectors of Tomcat.
    TOMCAT("tomcat.xml");

    private final String file;

    Export(String file) {
        this.file = file;
    }

    /// The name its file usually has.
    public String file() {
        return file;
    }

    /// The name by which it is asked for.
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The target of a name.
    public static Optional<Export> named(String title) {
        return Arrays.stream(values()).filter(e -> e.title().equals(title)).findFirst();
    }

    /// What the protections are in this product's words, and what of them it has no words for.
    ///
    /// @param dependencies all that protections name, and perhaps more
    public Exported of(List<Dependency> dependencies, List<Protection> protections) {
        for (Protection protection : protections) {
            if (dependencies.stream().noneMatch(d -> d.name().equals(protection.dependency()))) {
                throw new IllegalArgumentException(
                        "there is no dependency named " + protection.dependency());
            }
        }
        var taken = new HashSet<String>();
        List<List<Spot>> guarded =
                dependencies.stream()
                        .map(d -> Spot.of(d, protections, taken))
                        .filter(spots -> !spots.isEmpty())
                        .toList();
        return switch (this) {
            case RESILIENCE4J -> new Resilience4jFile().of(guarded);
            case NGINX -> new NginxFile().of(http(guarded, "nginx"));
            case HAPROXY -> new HaproxyFile().of(http(guarded, "HAProxy"));
            case GRPC -> new GrpcFile().of(http(guarded, "gRPC"));
            case ENVOY -> new EnvoyFile().of(http(guarded, "Envoy"));
            case ISTIO -> new IstioFile().of(http(guarded, "Istio"));
            case SPRING -> new ServerFile().spring(guarded);
            case HIKARICP -> new DriverFile().hikari(guarded);
            case PGJDBC -> new DriverFile().pgjdbc(guarded);
            case LETTUCE -> new DriverFile().lettuce(guarded);
            case TOMCAT -> new ServerFile().tomcat(guarded);
        };
    }

    /// A proxy is told of HTTP only; all else is lost, and said.
    private static Spoken http(List<List<Spot>> guarded, String product) {
        var losses = new Losses();
        var spoken = new ArrayList<List<Spot>>();
        for (List<Spot> spots : guarded) {
            if (spots.getFirst().dependency().protocol() == Dependency.Protocol.HTTP) {
                spoken.add(spots);
                continue;
            }
            String why =
                    spots.getFirst().dependency().protocol()
                            + " is not HTTP, and only HTTP is exported to "
                            + product;
            spots.forEach(spot -> spot.own().forEach(policy -> losses.out(spot, policy, why)));
        }
        return new Spoken(spoken, losses);
    }

    /// The dependencies a proxy can be told of, and what was lost with the others.
    record Spoken(List<List<Spot>> guarded, Losses losses) {
        Spoken {
            guarded = List.copyOf(guarded);
        }
    }
}

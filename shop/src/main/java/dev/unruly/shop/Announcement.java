package dev.unruly.shop;

import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How an open shop says where it can be found: to people as a table, to programs as one line.
final class Announcement {
    private Announcement() {}

    /// @param listens where the real thing is
    /// @param used where the storefront looks for it
    record Place(List<String> listens, List<String> used) {
        Place {
            listens = List.copyOf(listens);
            used = List.copyOf(used);
        }

        static Place of(HostPort listens, HostPort used) {
            return new Place(List.of(listens.toString()), List.of(used.toString()));
        }

        static Place of(List<URI> listens, List<URI> used) {
            return new Place(texts(listens), texts(used));
        }

        private static List<String> texts(List<URI> addresses) {
            return addresses.stream().map(URI::toString).toList();
        }

        boolean detour() {
            return !listens.equals(used);
        }
    }

    record Line(
            int format,
            long pid,
            String storefront,
            String admin,
            Place database,
            Place redis,
            Place identity,
            Place payment,
            Place chain,
            Place fanOut,
            Stores.Processes processes) {

        static Line of(OpenShop.Addresses at) {
            Neighbours.Addresses real = at.neighbours();
            OpenShop.Uses uses = at.uses();
            return new Line(
                    1,
                    ProcessHandle.current().pid(),
                    at.storefront().toString(),
                    at.admin().toString(),
                    Place.of(at.database(), uses.database()),
                    Place.of(at.redis(), uses.redis()),
                    Place.of(real.identity(), uses.identity()),
                    Place.of(real.payment(), uses.payment()),
                    Place.of(real.hops(), uses.hops()),
                    Place.of(real.parts(), uses.parts()),
                    at.processes());
        }
    }

    static String json(OpenShop.Addresses addresses) {
        return Json.body(Line.of(addresses)).text();
    }

    static String table(OpenShop.Addresses addresses, Settings settings) {
        Line line = Line.of(addresses);
        List<String> rows = new ArrayList<>();
        rows.add("The shop is open.");
        rows.add("");
        row(
                rows,
                "storefront",
                line.storefront(),
                "%d workers, queue of %d"
                        .formatted(settings.serving().workers(), settings.serving().queue()));
        row(
                rows,
                "admin",
                line.admin() + "/admin",
                "GET health, GET truth, DELETE cache, POST reset");
        place(
                rows,
                "database",
                line.database(),
                "PostgreSQL, pool of " + settings.database().connections());
        place(
                rows,
                "redis",
                line.redis(),
                "cache of %,d products".formatted(settings.goods().products()));
        place(
                rows,
                "identity",
                line.identity(),
                "shopper-1 / secret-1 … shopper-%1$d / secret-%1$d"
                        .formatted(settings.providers().accounts()));
        place(rows, "payment", line.payment(), "");
        if (!line.chain().listens().isEmpty()) {
            place(rows, "chain", line.chain(), "GET /products/… calls it");
        }
        if (!line.fanOut().listens().isEmpty()) {
            place(rows, "fan-out", line.fanOut(), "GET /dashboard calls all of it");
        }
        rows.add("");
        rows.add("Ctrl-C closes it.");
        return rows.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    private static void place(List<String> rows, String name, Place place, String note) {
        for (int n = 0; n < place.listens().size(); n++) {
            row(rows, n == 0 ? name : "", place.listens().get(n), n == 0 ? note : "");
        }
        if (place.detour()) {
            row(rows, "", "", "the storefront connects to " + String.join(", ", place.used()));
        }
    }

    private static void row(List<String> rows, String name, String address, String note) {
        rows.add("  %-11s %-29s %s".formatted(name, address, note).stripTrailing());
    }
}

package dev.unruly.shop;

import dev.unruly.shop.provider.Charges;
import dev.unruly.shop.provider.Hop;
import dev.unruly.shop.store.Backroom;
import dev.unruly.shop.store.Database;
import dev.unruly.shop.store.Remote;
import dev.unruly.shop.store.Truth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `GET /admin/truth` says: what the shop really did since its last reset.
///
/// @param failures what the storefront could not do, by the kind of exception
record TruthReport(
        int format,
        Sales sales,
        Zombies zombies,
        Lookups cache,
        Queue queue,
        Pool workers,
        Database.Gauges connections,
        Map<String, Remote.Counts> dependencies,
        List<Hop.Seen> hops,
        Map<String, Long> failures,
        Truth.Counts requests,
        Map<String, Truth.Counts> endpoints) {

    /// Orders and charges. What a person wants to have happen once has one reference: the client's
    /// own, or the cart's.
    ///
    /// @param duplicateOrders orders beyond the first of their reference
    /// @param duplicateCharges charges beyond the first of their reference
    /// @param duplicates wishes' surplus: of a reference's orders or charges, whichever are more,
    ///   all beyond the first
    /// @param chargesWithoutOrder charges of which no order knows
    record Sales(
            int orders,
            int charges,
            int duplicateOrders,
            int duplicateCharges,
            int duplicates,
            int chargesWithoutOrder) {

        static Sales of(List<Backroom.Order> orders, List<Charges.Charge> charges) {
            Map<String, Integer> ordersOf = new HashMap<>();
            Set<Long> known = new HashSet<>();
            for (Backroom.Order order : orders) {
                ordersOf.merge(order.reference(), 1, Integer::sum);
                known.add(order.chargeId());
            }
            Map<String, Integer> chargesOf = new HashMap<>();
            int unknown = 0;
            for (Charges.Charge charge : charges) {
                chargesOf.merge(charge.reference(), 1, Integer::sum);
                unknown += known.contains(charge.id()) ? 0 : 1;
            }
            Map<String, Integer> most = new HashMap<>(ordersOf);
            chargesOf.forEach((reference, count) -> most.merge(reference, count, Math::max));
            return new Sales(
                    orders.size(),
                    charges.size(),
                    surplus(ordersOf),
                    surplus(chargesOf),
                    surplus(most),
                    unknown);
        }

        private static int surplus(Map<String, Integer> counts) {
            return counts.values().stream().mapToInt(count -> count - 1).sum();
        }
    }

    /// Work for clients that had gone.
    ///
    /// @param share of all requests served
    record Zombies(long requests, long goneBeforeStart, double workerSeconds, double share) {
        static Zombies of(Truth.Counts total) {
            return new Zombies(
                    total.gone(),
                    total.goneBeforeStart(),
                    total.wastedWorkerSeconds(),
                    total.served() == 0 ? 0 : (double) total.gone() / total.served());
        }
    }

    record Lookups(long hits, long misses, double hitShare, long purges) {
        static Lookups of(long hits, long misses, long purges) {
            long all = hits + misses;
            return new Lookups(hits, misses, all == 0 ? 0 : (double) hits / all, purges);
        }
    }

    record Queue(int depth, int deepest, int capacity, long refused) {}

    record Pool(int size, int busy, int busiest) {}
}

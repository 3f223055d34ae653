package dev.unruly.shop;

import dev.unruly.shop.provider.Latency;
import dev.unruly.shop.store.Catalogue;
import dev.unruly.shop.store.Database;
import dev.unruly.shop.web.Calls;
import dev.unruly.shop.web.HostPort;
import dev.unruly.shop.web.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything about a shop that can be chosen.
///
/// @param patience how long the storefront waits for whatever it uses to listen
record Settings(
        Ports ports,
        Used used,
        Serving serving,
        Database.Settings database,
        Calls calls,
        boolean idempotent,
        Goods goods,
        Providers providers,
        Chain chain,
        FanOut fanOut,
        long seed,
        Duration patience) {

    /// Where things listen, on the loopback address. 0 takes any free port; of things there are
    /// several of, the others take the ports that follow.
    record Ports(
            int storefront,
            int admin,
            int database,
            int redis,
            int identity,
            int payment,
            int hops,
            int parts) {

        /// The port of the n-th of several, counted from 0.
        static int following(int first, int n) {
            return first == 0 ? 0 : first + n;
        }
    }

    /// What the storefront connects to where that is not the real thing itself.
    ///
    /// @param hops where the n-th hop of the chain is called
    record Used(
            Optional<HostPort> database,
            Optional<HostPort> redis,
            List<URI> identity,
            List<URI> payment,
            List<URI> hops,
            List<URI> parts) {
        Used {
            identity = List.copyOf(identity);
            payment = List.copyOf(payment);
            hops = List.copyOf(hops);
            parts = List.copyOf(parts);
        }
    }

    record Serving(int workers, int queue, Limits limits) {
        Serving {
            if (workers < 1 || queue < 1) {
                throw new IllegalArgumentException(
                        "workers and queue must be >= 1, got %d and %d".formatted(workers, queue));
            }
        }
    }

    record Goods(int products, int reviews, Duration timeToLive, Catalogue.Settings catalogue) {
        Goods {
            if (!timeToLive.isPositive()) {
                throw new IllegalArgumentException("cache-ttl must be > 0, got " + timeToLive);
            }
        }
    }

    record Providers(
            int accounts,
            int identityInstances,
            int identitySlots,
            Latency identity,
            int paymentSlots,
            Latency payment) {
        Providers {
            if (identityInstances < 1) {
                throw new IllegalArgumentException(
                        "identity-instances must be >= 1, got " + identityInstances);
            }
        }
    }

    /// @param length how many services call one another in a row; 0: none
    record Chain(int length, int slots, Latency latency, Calls calls) {
        Chain {
            if (length < 0 || length > 50) {
                throw new IllegalArgumentException("chain must be in [0, 50], got " + length);
            }
        }
    }

    /// @param width how many services a dashboard asks at once; 0: none
    record FanOut(int width, int slots, Latency latency) {
        FanOut {
            if (width < 0 || width > 100) {
                throw new IllegalArgumentException("fan-out must be in [0, 100], got " + width);
            }
        }
    }
}

package dev.unruly.shop.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/// Turns a cart into an order, in one transaction that is kept open while the payment provider is
/// asked.
final class Checkout {
    private final Carts carts;
    private final Services services;
    private final boolean idempotent;

    /// @param idempotent whether `Idempotency-Key` is honoured
    Checkout(Carts carts, Services services, boolean idempotent) {
        this.carts = carts;
        this.services = services;
        this.idempotent = idempotent;
    }

    /// Orders and pays what lies in the latest cart.
    ///
    /// @param reference the client's own name for what it wants to have happen once
    /// @param key the client's idempotency key
    /// @return empty when there is nothing in the cart
    Optional<Carts.Order> pay(
            View view, String user, Optional<String> reference, Optional<String> key)
            throws SQLException, IOException, InterruptedException {
        Optional<String> scoped = idempotent ? key.map(own -> user + "/" + own) : Optional.empty();
        return view.<Optional<Carts.Order>, IOException>inTransaction(() -> {
            if (scoped.isPresent()) {
                Optional<Carts.Order> before = carts.claim(view, scoped.get());
                if (before.isPresent()) {
                    return before;
                }
            }
            Optional<Carts.Cart> cart =
                    carts.latest(view, user).filter(found -> !found.lines().isEmpty());
            return cart.isEmpty()
                    ? Optional.empty()
                    : Optional.of(order(view, user, cart.get(), reference, scoped));
        });
    }

    private Carts.Order order(
            View view,
            String user,
            Carts.Cart cart,
            Optional<String> reference,
            Optional<String> key)
            throws SQLException, IOException, InterruptedException {
        String wish = reference.orElse("cart-" + cart.id());
        long id = carts.place(view, user, wish, cart);
        // Where keys are honoured, a retry of our own must not charge twice either.
        Optional<String> chargeKey = idempotent ? key.or(() -> Optional.of("order-" + id)) : key;
        long charge = services.charge(wish, cart.amountCents(), chargeKey);
        carts.paid(view, id, charge, cart);
        if (key.isPresent()) {
            carts.keep(view, key.get(), id);
        }
        return new Carts.Order(id, wish, cart.amountCents(), charge);
    }
}

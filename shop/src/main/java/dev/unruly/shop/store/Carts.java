package dev.unruly.shop.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What people have put into their carts, and what they have ordered.
///
/// Paying takes the person's latest cart, whether or not it was paid before, as a form that is sent
/// twice does. A new cart begins with the next thing put into it.
final class Carts {
    /// A thing in a cart.
    record Line(String sku, String name, long priceCents) {}

    record Cart(long id, boolean ordered, List<Line> lines) {
        Cart {
            lines = List.copyOf(lines);
        }

        long amountCents() {
            return lines.stream().mapToLong(Line::priceCents).sum();
        }
    }

    /// An order that was placed.
    record Order(long id, String reference, long amountCents, long charge) {}

    void add(View view, String user, String sku) throws SQLException {
        Optional<Long> open =
                view.first(
                        "SELECT id FROM carts WHERE user_name = ? AND NOT ordered ORDER BY id DESC LIMIT 1",
                        row -> row.getLong(1),
                        user);
        long cart =
                open.isPresent()
                        ? open.get()
                        : view.one(
                                "INSERT INTO carts (user_name) VALUES (?) RETURNING id",
                                row -> row.getLong(1),
                                user);
        view.update("INSERT INTO cart_lines (cart_id, sku) VALUES (?, ?)", cart, sku);
    }

    Optional<Cart> latest(View view, String user) throws SQLException {
        Optional<Cart> bare =
                view.first(
                        "SELECT id, ordered FROM carts WHERE user_name = ? ORDER BY id DESC LIMIT 1",
                        row -> new Cart(row.getLong(1), row.getBoolean(2), List.of()),
                        user);
        if (bare.isEmpty()) {
            return bare;
        }
        List<Line> lines =
                view.list(
                        """
                        SELECT p.sku, p.name, p.price_cents FROM cart_lines l
                        JOIN products p ON p.sku = l.sku WHERE l.cart_id = ? ORDER BY l.id
                        """,
                        row -> new Line(row.getString(1), row.getString(2), row.getLong(3)),
                        bare.get().id());
        return Optional.of(new Cart(bare.get().id(), bare.get().ordered(), lines));
    }

    /// How many things lie in the cart that is not yet paid.
    long waiting(View view, String user) throws SQLException {
        return view.one(
                """
                SELECT count(*) FROM carts c JOIN cart_lines l ON l.cart_id = c.id
                WHERE c.user_name = ? AND NOT c.ordered
                """,
                row -> row.getLong(1),
                user);
    }

    /// Writes an order down before it is paid.
    long place(View view, String user, String reference, Cart cart) throws SQLException {
        return view.one(
                """
                INSERT INTO orders (reference, user_name, cart_id, amount_cents)
                VALUES (?, ?, ?, ?) RETURNING id
                """,
                row -> row.getLong(1),
                reference,
                user,
                cart.id(),
                cart.amountCents());
    }

    void paid(View view, long order, long charge, Cart cart) throws SQLException {
        view.update("UPDATE orders SET charge_id = ? WHERE id = ?", charge, order);
        view.update("UPDATE carts SET ordered = true WHERE id = ?", cart.id());
    }

    List<Order> orders(View view, String user) throws SQLException {
        return view.list(
                """
                SELECT id, reference, amount_cents, charge_id FROM orders
                WHERE user_name = ? ORDER BY id DESC LIMIT 20
                """,
                row -> new Order(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)),
                user);
    }

    /// Takes an idempotency key for this transaction; whoever has it already is waited for.
    ///
    /// @return the order of the one who had the key before, if there was one
    Optional<Order> claim(View view, String key) throws SQLException {
        int claimed =
                view.update(
                        "INSERT INTO idempotency_keys (key) VALUES (?) ON CONFLICT DO NOTHING",
                        key);
        return claimed == 1
                ? Optional.empty()
                : view.first(
                        """
                        SELECT o.id, o.reference, o.amount_cents, o.charge_id
                        FROM idempotency_keys k JOIN orders o ON o.id = k.order_id WHERE k.key = ?
                        """,
                        row ->
                                new Order(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4)),
                        key);
    }

    void keep(View view, String key, long order) throws SQLException {
        view.update("UPDATE idempotency_keys SET order_id = ? WHERE key = ?", order, key);
    }
}

package dev.unruly.model;

import java.util.List;

/// Records that templates draw from.
///
/// @param name as written in the population
/// @param columns the names of the columns
/// @param rows each as long as columns
/// @param order how a record is picked
public record Feed(String name, List<String> columns, List<List<String>> rows, Order order) {

    /// How a record is picked for a user's intent: always a function of (user, intent), so that no
    /// two loops share a cursor.
    public sealed interface Order {

        /// Any, all alike.
        record Random() implements Order {}

        /// The n-th is picked with weight 1/nˢ.
        record Zipf(double exponent) implements Order {
            public Zipf {
                if (!(exponent >= 0)) {
                    throw new IllegalArgumentException("exponent must be >= 0, got " + exponent);
                }
            }
        }

        /// User by user, intent by intent, round and round.
        record Circular() implements Order {}

        /// One for each user and no other's.
        record Unique() implements Order {}
    }

    public Feed {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("feed " + name + " has no records");
        }
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "feed " + name + ": a record has " + row.size() + " of " + columns.size());
            }
        }
    }
}

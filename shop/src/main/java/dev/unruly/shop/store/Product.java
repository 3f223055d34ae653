package dev.unruly.shop.store;

import java.util.List;

/// A product as its own page shows it.
record Product(Item item, String description, List<Review> reviews) {
    Product {
        reviews = List.copyOf(reviews);
    }
}

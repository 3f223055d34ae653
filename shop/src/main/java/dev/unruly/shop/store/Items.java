package dev.unruly.shop.store;

import java.util.List;

/// A list of products, as one entry of the cache.
record Items(List<Item> items) {
    Items {
        items = List.copyOf(items);
    }
}

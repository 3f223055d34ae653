package dev.unruly.shop.store;

/// A product as a list shows it.
///
/// @param starTenths the mean of its reviews in tenths of a star; 0 without reviews
record Item(
        String sku,
        String name,
        long priceCents,
        String brand,
        String category,
        int starTenths,
        int reviewCount) {}

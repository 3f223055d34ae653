package dev.unruly.shop.store;

/// What somebody said about a product.
record Review(String author, int stars, String body) {}

/// The storefront: pages, catalogue, carts and orders, written as most teams would.
@NullMarked
package dev.unruly.shop.store;

import org.jspecify.annotations.NullMarked;

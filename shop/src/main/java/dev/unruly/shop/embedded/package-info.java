/// PostgreSQL and Redis as children of the shop, which do not outlive it.
@NullMarked
package dev.unruly.shop.embedded;

import org.jspecify.annotations.NullMarked;

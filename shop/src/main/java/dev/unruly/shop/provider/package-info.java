/// The services the shop depends on: identity, payment, a chain of services, parts of a page.
@NullMarked
package dev.unruly.shop.provider;

import org.jspecify.annotations.NullMarked;

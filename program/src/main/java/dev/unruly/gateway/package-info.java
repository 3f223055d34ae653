/// What stands between a backend and its dependencies: relays, times every request, and hurts.
@NullMarked
package dev.unruly.gateway;

import org.jspecify.annotations.NullMarked;

/// Arrivals → users → attempts → observations: people, played against a backend.
@NullMarked
package dev.unruly.engine;

import org.jspecify.annotations.NullMarked;

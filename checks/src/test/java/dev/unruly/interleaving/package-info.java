/// The guard's machines under every interleaving of a few threads, up to a bound.
@NullMarked
package dev.unruly.interleaving;

import org.jspecify.annotations.NullMarked;

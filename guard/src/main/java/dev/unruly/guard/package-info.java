/// The policies that protect a backend: what is derived is what runs, in the gateway and in your code.
@NullMarked
package dev.unruly.guard;

import org.jspecify.annotations.NullMarked;

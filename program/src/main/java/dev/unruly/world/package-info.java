/// The doors to time, timers and network, and the timer wheel: what `sim` and `wire` both are.
@NullMarked
package dev.unruly.world;

import org.jspecify.annotations.NullMarked;

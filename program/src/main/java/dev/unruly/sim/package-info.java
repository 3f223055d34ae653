/// The world in virtual time: clock, loops and a network of messages, all on one thread.
@NullMarked
package dev.unruly.sim;

import org.jspecify.annotations.NullMarked;

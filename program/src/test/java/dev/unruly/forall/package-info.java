/// Property tests: draw cases from a seed, and shrink the draws of one that fails.
@NullMarked
package dev.unruly.forall;

import org.jspecify.annotations.NullMarked;

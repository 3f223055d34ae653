/// From what was measured to a verdict with evidence.
@NullMarked
package dev.unruly.judge;

import org.jspecify.annotations.NullMarked;

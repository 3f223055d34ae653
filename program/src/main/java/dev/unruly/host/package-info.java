/// This machine: processes, limits, garbage collection, CPU, timer slack and its own noise.
@NullMarked
package dev.unruly.host;

import org.jspecify.annotations.NullMarked;

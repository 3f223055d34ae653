/// A queueing model of a system.
@NullMarked
package dev.unruly.backend;

import org.jspecify.annotations.NullMarked;

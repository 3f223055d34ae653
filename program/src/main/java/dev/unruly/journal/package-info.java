/// A run's folder: append what happens, read it back, query it.
@NullMarked
package dev.unruly.journal;

import org.jspecify.annotations.NullMarked;

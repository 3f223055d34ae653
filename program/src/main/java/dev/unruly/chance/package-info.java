/// Keyed draws, and distributions by inversion: chance that no order of events can change.
@NullMarked
package dev.unruly.chance;

import org.jspecify.annotations.NullMarked;

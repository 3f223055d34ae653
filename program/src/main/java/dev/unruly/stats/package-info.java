/// Additive tallies and histograms, survival curves, intervals and tests.
@NullMarked
package dev.unruly.stats;

import org.jspecify.annotations.NullMarked;

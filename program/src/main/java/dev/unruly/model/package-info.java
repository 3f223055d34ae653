/// The vocabulary of Unruly: pure, immutable data that is right once it exists.
@NullMarked
package dev.unruly.model;

import org.jspecify.annotations.NullMarked;

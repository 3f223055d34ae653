/// A small shop as most teams would write it, to be broken by people.
@NullMarked
package dev.unruly.shop;

import org.jspecify.annotations.NullMarked;

/// Evidence to a population: who the people were, what they did, and how sure that is.
@NullMarked
package dev.unruly.learn;

import org.jspecify.annotations.NullMarked;

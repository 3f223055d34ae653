/// The policies that protect a backend, for any JVM application. What is derived is what runs.
@NullMarked
package dev.unruly.guard;

import org.jspecify.annotations.NullMarked;

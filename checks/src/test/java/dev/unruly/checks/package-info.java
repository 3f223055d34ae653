/// Tests that need heavy company: a browser, other people's clients.
@NullMarked
package dev.unruly.checks;

import org.jspecify.annotations.NullMarked;

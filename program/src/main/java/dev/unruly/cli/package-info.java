/// Commands; puts the rooms together with `new`.
@NullMarked
package dev.unruly.cli;

import org.jspecify.annotations.NullMarked;

/// Keeps ARCHITECTURE.md true: reads its tables, the class files and the sources, and compares.
@NullMarked
package dev.unruly.architecture;

import org.jspecify.annotations.NullMarked;

/// YAML ↔ model, proved on samples, broken samples and noise.
@NullMarked
package dev.unruly.script;

import org.jspecify.annotations.NullMarked;

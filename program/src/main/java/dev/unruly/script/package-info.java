/// YAML ↔ model: experiments and populations, every problem with its position, and their schemas.
@NullMarked
package dev.unruly.script;

import org.jspecify.annotations.NullMarked;

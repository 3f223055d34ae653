/// One run: phases, triggers, guardrails, relief, seeds.
@NullMarked
package dev.unruly.run;

import org.jspecify.annotations.NullMarked;

/// From latency distributions to policies; budgets over the call graph.
@NullMarked
package dev.unruly.advise;

import org.jspecify.annotations.NullMarked;

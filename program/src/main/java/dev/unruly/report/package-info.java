/// Shows verdicts and curves to a person or a machine.
@NullMarked
package dev.unruly.report;

import org.jspecify.annotations.NullMarked;

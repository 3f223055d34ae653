/// Other tools' formats, in and out, with loss reports.
@NullMarked
package dev.unruly.convert;

import org.jspecify.annotations.NullMarked;

/// Sockets and HTTP/1.1 behind the doors of `world`: the real twin of `sim`.
@NullMarked
package dev.unruly.wire;

import org.jspecify.annotations.NullMarked;

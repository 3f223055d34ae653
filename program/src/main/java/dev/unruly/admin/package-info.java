/// HTTP APIs of gateway and chaos, and their pages.
@NullMarked
package dev.unruly.admin;

import org.jspecify.annotations.NullMarked;

/// One HTTP server for people: tokens, CSP, live events, pages.
@NullMarked
package dev.unruly.web;

import org.jspecify.annotations.NullMarked;

/// Policies in force at one place, whoever stands there: what a request has to pass, and what it is
/// given.
@NullMarked
package dev.unruly.policy;

import org.jspecify.annotations.NullMarked;

/// The shop's HTTP/1.1 server: a selector, a bounded queue and a pool of workers.
@NullMarked
package dev.unruly.shop.web;

import org.jspecify.annotations.NullMarked;

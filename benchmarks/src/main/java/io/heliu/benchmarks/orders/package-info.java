/** Orders per second from a channel into an ERP, beside an integration written by hand. */
@NullMarked
package io.heliu.benchmarks.orders;

import org.jspecify.annotations.NullMarked;

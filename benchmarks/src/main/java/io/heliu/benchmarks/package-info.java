/** Drivers that measure a part of Heliu beside a rival in the same run. */
@NullMarked
package io.heliu.benchmarks;

import org.jspecify.annotations.NullMarked;

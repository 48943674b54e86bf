/**
 * How fast answers and files of platforms become Heliu's values, beside readers that stop earlier.
 */
@NullMarked
package io.heliu.benchmarks.reading;

import org.jspecify.annotations.NullMarked;

/**
 * What happens on the day, before anyone plays it: real sales told as orders and tickets, the
 * people who buy, and what is planted to be found. Pure functions of data, date and seed.
 */
@NullMarked
package io.heliu.examples.day.story;

import org.jspecify.annotations.NullMarked;

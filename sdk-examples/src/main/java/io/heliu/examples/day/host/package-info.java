/** The merchant's system: Heliu's clients, stores and flows, wired as a host application would. */
@NullMarked
package io.heliu.examples.day.host;

import org.jspecify.annotations.NullMarked;

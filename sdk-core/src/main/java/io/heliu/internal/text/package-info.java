/** Texts from outside. */
@NullMarked
package io.heliu.internal.text;

import org.jspecify.annotations.NullMarked;

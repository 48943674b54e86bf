/** Reads rule documents into records and checks them as a whole. Not API. */
@NullMarked
package io.heliu.internal.rules;

import org.jspecify.annotations.NullMarked;

/** Reads and writes the JSON of remote systems, exactly and within limits. Not API. */
@NullMarked
package io.heliu.internal.json;

import org.jspecify.annotations.NullMarked;

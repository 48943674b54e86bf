/** How the network seam does its work. Not API. */
@NullMarked
package io.heliu.http.internal;

import org.jspecify.annotations.NullMarked;

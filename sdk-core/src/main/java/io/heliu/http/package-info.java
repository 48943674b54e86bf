/** The one seam to the network: sign, limit, send, classify, retry. */
@NullMarked
package io.heliu.http;

import org.jspecify.annotations.NullMarked;

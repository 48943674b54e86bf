/**
 * The base of all stand-ins: local HTTP servers that check the wire as strictly as the real
 * platform does, keep state, survive a kill and misbehave on demand. Made for tests, ours and
 * yours.
 */
@NullMarked
package io.heliu.http.standin;

import org.jspecify.annotations.NullMarked;

/** Data sources for tests that limit connections or fail when told to. */
@NullMarked
package io.heliu.store.standin;

import org.jspecify.annotations.NullMarked;

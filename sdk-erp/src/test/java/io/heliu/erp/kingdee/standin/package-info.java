/** A strict stand-in of a K/3 Cloud site, for tests. */
@NullMarked
package io.heliu.erp.kingdee.standin;

import org.jspecify.annotations.NullMarked;

/** Two invented legacy ERPs in a database, one tidy and one ugly, and a data source that fails. */
@NullMarked
package io.heliu.erp.database.standin;

import org.jspecify.annotations.NullMarked;

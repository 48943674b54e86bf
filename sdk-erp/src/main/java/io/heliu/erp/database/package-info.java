/**
 * Legacy ERPs that offer only their database: documents go into interface tables (中间表), feeds are
 * read from tables or views that the ERP's side has agreed to.
 *
 * <p>What differs from one ERP to the next is a mapping document, {@link
 * io.heliu.erp.database.ErpMapping}; the door is {@link io.heliu.erp.database.DatabaseErp}.
 */
@NullMarked
package io.heliu.erp.database;

import org.jspecify.annotations.NullMarked;

/** What an ERP can do, as ports, and the one contract of pushing a document to it. */
@NullMarked
package io.heliu.erp;

import org.jspecify.annotations.NullMarked;

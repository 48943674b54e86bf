/** One code per thing: channel item, barcode, partner code and kit resolved to SKUs (商品档案). */
@NullMarked
package io.heliu.catalog;

import org.jspecify.annotations.NullMarked;

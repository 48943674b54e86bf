/** Kingdee K/3 Cloud, sold as Xingkong (金蝶云星空): documents, and what can be read from it. */
@NullMarked
package io.heliu.erp.kingdee;

import org.jspecify.annotations.NullMarked;

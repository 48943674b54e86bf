/** What the stores need of a database: the schema, and the tokens and taken pushes kept in it. */
@NullMarked
package io.heliu.store;

import org.jspecify.annotations.NullMarked;

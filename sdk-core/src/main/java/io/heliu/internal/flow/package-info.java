/** What the flows share inside: keys of commands, pushing of documents, stock in flight. */
@NullMarked
package io.heliu.internal.flow;

import org.jspecify.annotations.NullMarked;

/** What the file readers of this module share. */
@NullMarked
package io.heliu.channel.internal;

import org.jspecify.annotations.NullMarked;

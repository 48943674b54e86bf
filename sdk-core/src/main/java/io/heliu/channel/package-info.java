/** What a sales channel can do, as ports. A flow knows these and never a platform (渠道). */
@NullMarked
package io.heliu.channel;

import org.jspecify.annotations.NullMarked;

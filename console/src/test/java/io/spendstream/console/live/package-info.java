/** Tests of the stream that take no server. */
@NullMarked
package io.spendstream.console.live;

import org.jspecify.annotations.NullMarked;

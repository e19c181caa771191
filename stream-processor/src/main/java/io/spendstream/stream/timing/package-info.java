/** When processors do what they do not do for each record. */
@NullMarked
package io.spendstream.stream.timing;

import org.jspecify.annotations.NullMarked;

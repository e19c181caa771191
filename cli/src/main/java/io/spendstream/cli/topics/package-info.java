/** Looking into topics: a bounded scan of committed records. */
@NullMarked
package io.spendstream.cli.topics;

import org.jspecify.annotations.NullMarked;

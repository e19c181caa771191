/** Looking into topics: a bounded scan of committed records, and what the dead letters say. */
@NullMarked
package io.spendstream.cli.topics;

import org.jspecify.annotations.NullMarked;

/** What the price book says: a call's cost as a receipt. Works without a broker or a database. */
@NullMarked
package io.spendstream.cli.prices;

import org.jspecify.annotations.NullMarked;

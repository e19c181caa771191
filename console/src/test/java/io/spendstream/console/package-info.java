/** Tests of the console with real servers. */
@NullMarked
package io.spendstream.console;

import org.jspecify.annotations.NullMarked;

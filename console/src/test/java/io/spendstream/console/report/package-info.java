/** Tests of answers that take no server. */
@NullMarked
package io.spendstream.console.report;

import org.jspecify.annotations.NullMarked;

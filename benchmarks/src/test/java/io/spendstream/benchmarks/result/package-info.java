/** What is written about results is what was measured. */
@NullMarked
package io.spendstream.benchmarks.result;

import org.jspecify.annotations.NullMarked;

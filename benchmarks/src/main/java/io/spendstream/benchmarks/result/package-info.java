/** What benchmarks found: samples come in, ratios and whether their bar is met go out, as a table and as JSON. */
@NullMarked
package io.spendstream.benchmarks.result;

import org.jspecify.annotations.NullMarked;

/**
 * How fast the small things are, each beside what it is to be measured against, in one run: {@code java -jar
 * benchmarks/target/benchmarks/benchmarks.jar}. Nothing here is asserted; the ratios are for people.
 */
@NullMarked
package io.spendstream.benchmarks;

import org.jspecify.annotations.NullMarked;

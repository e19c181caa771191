/**
 * Compares what the pipeline shows, in every place where it shows it, with what the workload says must be there. What
 * comes in are the files of the agents, the records of the topics and the rows of the tables; what goes out is a list
 * of checks, each with how much it compared and every difference it found. Nothing here changes anything.
 */
@NullMarked
package io.spendstream.faults.verify;

import org.jspecify.annotations.NullMarked;

/**
 * What was spent. In come what to group by, a time and a zone; out comes a table for people, JSON or CSV, all from the
 * sums in PostgreSQL ({@link io.spendstream.sink.report}). Guaranteed: one answer is of one moment; costs are rounded
 * once, where they are shown, and never in JSON and CSV; a cost that is not known is not shown as zero.
 */
@NullMarked
package io.spendstream.cli.report;

import org.jspecify.annotations.NullMarked;

/** What was spent: reports from PostgreSQL, as a table, JSON or CSV. */
@NullMarked
package io.spendstream.cli.report;

import org.jspecify.annotations.NullMarked;

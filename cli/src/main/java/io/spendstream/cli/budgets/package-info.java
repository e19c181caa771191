/**
 * {@code spendstream budgets}: budgets as people write them, put in force, looked at and taken back.
 *
 * <p>In: YAML files, the budgets and budget state topics, the ledger in PostgreSQL. Out: definitions on the budgets topic,
 * tables and JSON. Guaranteed: a file with one wrong budget puts none in force.
 */
@NullMarked
package io.spendstream.cli.budgets;

import org.jspecify.annotations.NullMarked;

/**
 * {@code spendstream reconcile}: all views of the ledger against the ledger topic. In comes an installation, at work or
 * not; out comes a table with the drift of each view, which must be zero, the first place where one differs, and up to
 * which position of the topic each was compared. Nothing is changed.
 */
@NullMarked
package io.spendstream.cli.reconcile;

import org.jspecify.annotations.NullMarked;

/**
 * {@code spendstream replay}: the tables, made once more from the ledger topic and proved equal to it before they take the
 * place of those in force. The work is done by {@link io.spendstream.sink.rebuild}; here are its flags, its progress and
 * what is said of it.
 */
@NullMarked
package io.spendstream.cli.rebuild;

import org.jspecify.annotations.NullMarked;

/**
 * The form settings have in every process and library: keys and values come in from files, flags and the environment,
 * everything that is wrong with them goes out at once. Guaranteed: a key nobody knows is an error, and a secret is never
 * repeated. Knows no setting itself, but those that several have.
 */
@NullMarked
package io.spendstream.contract.settings;

import org.jspecify.annotations.NullMarked;

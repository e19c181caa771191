/**
 * What an agent puts into its own process to have its model calls accounted for.
 */
@NullMarked
package io.spendstream.producer;

import org.jspecify.annotations.NullMarked;

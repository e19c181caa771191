/**
 * Usage by hand: what a provider's response says was consumed, and the door through which anyone can send it. Reading
 * works without a broker.
 */
@NullMarked
package io.spendstream.cli.usage;

import org.jspecify.annotations.NullMarked;

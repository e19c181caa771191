/**
 * Usage by hand. In come a provider's response or usage events, from files or standard input; out goes what they say was
 * consumed, or the events themselves, onto the usage topic. Guaranteed: reading needs no broker; of what was sent, each
 * event is acknowledged or named with the reason.
 */
@NullMarked
package io.spendstream.cli.usage;

import org.jspecify.annotations.NullMarked;

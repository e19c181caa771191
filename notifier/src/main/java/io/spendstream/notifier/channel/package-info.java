/**
 * The ways people are told. An alert comes in; what goes out is the form a kind of receiver understands, each with the
 * document it follows named in its class. A channel keeps nothing: whether and when it is asked again is decided
 * elsewhere.
 */
@NullMarked
package io.spendstream.notifier.channel;

import org.jspecify.annotations.NullMarked;

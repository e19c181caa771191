/**
 * The ways people are told. An alert comes in; what goes out is the form a kind of receiver understands, each with the
 * document it follows named in its class. Guaranteed: the same alert has the same form and the same identity each time,
 * by which a receiver knows it again. A channel keeps nothing: whether and when it is asked again is decided elsewhere.
 */
@NullMarked
package io.spendstream.notifier.channel;

import org.jspecify.annotations.NullMarked;

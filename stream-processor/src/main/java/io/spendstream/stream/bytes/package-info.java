/**
 * Reading and writing the small binary formats of the state stores: varints, texts, byte strings. Each format is drawn
 * on the class that owns it.
 */
@NullMarked
package io.spendstream.stream.bytes;

import org.jspecify.annotations.NullMarked;

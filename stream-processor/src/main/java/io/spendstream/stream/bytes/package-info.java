/**
 * Reading and writing the small binary formats of the state stores. In come varints, fixed numbers, texts and byte
 * strings; out come bytes, and back. Guaranteed: what was written is read again as it was, and bytes that end too soon or
 * too late are refused. Each format is drawn on the class that owns it.
 */
@NullMarked
package io.spendstream.stream.bytes;

import org.jspecify.annotations.NullMarked;

/**
 * The map of this room: which step follows which, with which stores and topics. In come settings, out comes a topology: a
 * pure function, which knows nothing of the runtime that runs it. Guaranteed: every node and store has a name of its own,
 * so that state outlives a change of the map.
 */
@NullMarked
package io.spendstream.stream.topology;

import org.jspecify.annotations.NullMarked;

/**
 * The map of this room: which step follows which, with which stores and topics. A pure function of its settings; the
 * runtime that runs it is elsewhere and unknown here.
 */
@NullMarked
package io.spendstream.stream.topology;

import org.jspecify.annotations.NullMarked;

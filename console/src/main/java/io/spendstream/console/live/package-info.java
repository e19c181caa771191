/** What is happening: ledger lines as they are written, warnings, and the stream of events that browsers follow. Nothing is kept for a client; whoever reads slowly is told how much was left out. */
@NullMarked
package io.spendstream.console.live;

import org.jspecify.annotations.NullMarked;

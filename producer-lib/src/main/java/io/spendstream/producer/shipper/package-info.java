/**
 * Takes records from the journal to Kafka. In comes this process's {@link io.spendstream.producer.journal.Journal} and
 * what dead processes of this host left; out go the records, on {@link io.spendstream.contract.Topic#USAGE}, in the
 * order of each journal and at least once. A record leaves the journal only when Kafka has acknowledged it, or has said
 * that it never will, in which case it is set aside. Kafka may be away for as long as the disk has room.
 *
 * <p>Everything here runs on one daemon thread, apart from Kafka's own; a thread of the agent never waits for Kafka.
 *
 * <p>For the other rooms of this library only; agents use {@link io.spendstream.producer.TokenTracker}.
 */
@NullMarked
package io.spendstream.producer.shipper;

import org.jspecify.annotations.NullMarked;

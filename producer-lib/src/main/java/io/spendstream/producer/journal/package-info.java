/**
 * The durable journal between an agent and Kafka. In come the key and bytes of usage events; once {@link
 * io.spendstream.producer.journal.Journal#append} has returned, they survive the death of the process. Out come, by way
 * of a {@link io.spendstream.producer.journal.JournalReader}, the same bytes in the same order, at least once, and never
 * any other bytes: what is damaged is skipped, counted and kept aside.
 *
 * <pre>
 * journal directory/                      one per host, shared by all processes
 *   20261121T204327Z-4711-9f1c2a7b/       one per process: whoever holds its lock owns it
 *     lock                                locked while the owner lives
 *     checkpoint                          how far Kafka has acknowledged, see {@link io.spendstream.producer.journal.Checkpoint}
 *     0000000000000001.journal …          records, see {@link io.spendstream.producer.journal.SegmentFormat}
 *   set-aside/
 *     20261121T204327Z-4711-9f1c2a7b/
 *       refused.journal                   records Kafka will never take, in the format of a segment
 *       0000000000000001.corrupt          segments with bytes that could not be read
 * </pre>
 *
 * <p>A process never appends to files that it found: it starts its own directory, and reads those of the dead like any
 * other process on the host. There is one way of recovery, and every start takes it.
 *
 * <p>For the other rooms of this library only; agents use {@link io.spendstream.producer.TokenTracker}.
 */
@NullMarked
package io.spendstream.producer.journal;

import org.jspecify.annotations.NullMarked;

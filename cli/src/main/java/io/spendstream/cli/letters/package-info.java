/**
 * {@code spendstream dead-letters} and {@code spendstream journal}: what was refused, by the stream processor or by Kafka
 * itself, and how it is sent again. In come the dead letters, the events that agents set aside and the records of earlier
 * replays; out go usage records with the bytes of the letters and, in the same transaction, a record of each, so
 * that no letter is sent twice whatever is killed when. What is older than the stream processor remembers is sent only if
 * the table does not have it.
 */
@NullMarked
package io.spendstream.cli.letters;

import org.jspecify.annotations.NullMarked;

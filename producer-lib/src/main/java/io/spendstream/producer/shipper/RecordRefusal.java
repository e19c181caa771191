package io.spendstream.producer.shipper;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells a record that Kafka will never take from a broker that does not take it now. */
public final class RecordRefusal {
    private RecordRefusal() {}

    /** Returns whether {@code failure} is the record's fault, so that no attempt can succeed. */
    public static boolean isIn(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof SerializationException;
    }
}

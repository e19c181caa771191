package io.spendstream.stream.ledger;

import org.apache.kafka.streams.processor.api.Processor;

/**
 * Where prices come from. They may change while events are priced: whoever asks is given the prices in force now, the
 * same object until they change. Thread-safe.
 */
public interface PriceSource {
    /** Returns the prices in force. */
    Prices inForce();

    /**
     * Returns a processor that is given every record of {@link io.spendstream.contract.Topic#PRICES}, from the first,
     * each time the process starts.
     */
    Processor<byte[], byte[], Void, Void> follower();
}

package io.spendstream.producer.shipper;

import org.apache.kafka.clients.producer.Producer;

/** The way to Kafka. Used by one thread. */
public interface Brokers {
    /**
     * Returns a new producer.
     *
     * @throws RuntimeException if none can be made, because no broker can be reached for instance
     */
    Producer<byte[], byte[]> connect();

    /** Returns whether some broker answers the door; it may take a second or two to tell. */
    boolean areReachable();
}

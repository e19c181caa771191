package io.spendstream.producer;

/** Is told when Kafka has an event, for measuring. */
@FunctionalInterface
public interface AcknowledgementListener {
    /**
     * Kafka has the event. Called on Kafka's network thread, which it must not hold up; what it throws is ignored.
     *
     * @param nanoTime when the acknowledgement arrived, as {@link System#nanoTime} says
     */
    void onAcknowledged(String eventId, long nanoTime);
}

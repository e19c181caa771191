package io.spendstream.stream.intake;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.UsageEvent;
import io.spendstream.stream.rejection.Received;
import java.time.Instant;

/**
 * A valid event that arrived in time.
 *
 * @param event the event
 * @param received the record it came in, in case a later step refuses it
 * @param latestArrival the latest arrival in its partition so far; it never goes back, unlike the broker's clock
 */
public record AcceptedEvent(UsageEvent event, Received received, Instant latestArrival) {
    public AcceptedEvent {
        requireNonNull(event, "event");
        requireNonNull(received, "received");
        requireNonNull(latestArrival, "latestArrival");
    }
}

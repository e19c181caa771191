package io.spendstream.notifier.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * That an alert is settled on a channel.
 *
 * @param channel the channel's name
 * @param alertId the alert's identity
 * @param result how it was settled
 * @param status the HTTP status of the last answer, 0 if there was none
 * @param attempts how often it was tried
 * @param settledAt when it was settled
 */
public record Delivery(
        String channel, String alertId, DeliveryResult result, int status, int attempts, Instant settledAt) {
    public Delivery {
        requireNonNull(channel, "channel");
        requireNonNull(alertId, "alertId");
        requireNonNull(result, "result");
        requireNonNull(settledAt, "settledAt");
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative: " + attempts);
        }
    }
}

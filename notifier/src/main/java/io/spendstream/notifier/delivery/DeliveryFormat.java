package io.spendstream.notifier.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The wire form of a delivery on {@code spendstream.alert-deliveries}.
 *
 * <pre>
 * key   = channel "/" alert id            a channel's name has no slash
 * value = {"channel", "alert_id", "result": "delivered" | "rejected" | "expired",
 *          "status": 200, "attempts": 1, "settled_at": RFC 3339}
 * </pre>
 *
 * The topic keeps the last record of a key, and that for as long as alerts are kept; a record without a value takes the
 * mark back.
 */
final class DeliveryFormat {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeliveryFormat() {}

    static byte[] key(Delivery delivery) {
        return (prefixOf(delivery.channel()) + delivery.alertId()).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns how the keys of a channel begin. */
    static String prefixOf(String channel) {
        return channel + "/";
    }

    static byte[] value(Delivery delivery) {
        ObjectNode node = JSON.createObjectNode();
        node.put("channel", delivery.channel());
        node.put("alert_id", delivery.alertId());
        node.put("result", delivery.result().wireName());
        node.put("status", delivery.status());
        node.put("attempts", delivery.attempts());
        node.put("settled_at", delivery.settledAt().toString());
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the delivery that {@code value} says.
     *
     * @throws IOException if it says none
     */
    static Delivery read(byte[] value) throws IOException {
        JsonNode node = JSON.readTree(value);
        try {
            return new Delivery(
                    node.path("channel").asText(),
                    node.path("alert_id").asText(),
                    DeliveryResult.of(node.path("result").asText()),
                    node.path("status").asInt(),
                    node.path("attempts").asInt(),
                    Instant.parse(node.path("settled_at").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a delivery: " + e.getMessage(), e);
        }
    }
}

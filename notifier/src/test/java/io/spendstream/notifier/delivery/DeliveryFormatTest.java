package io.spendstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");

    @Test
    void isWrittenAsItsGrammarSays() {
        var delivery = new Delivery("ops-slack", "global|2026|actual|0.8", DeliveryResult.REJECTED, 404, 3, NOW);

        assertThat(new String(DeliveryFormat.key(delivery), StandardCharsets.UTF_8))
                .isEqualTo("ops-slack/global|2026|actual|0.8");
        assertThat(new String(DeliveryFormat.value(delivery), StandardCharsets.UTF_8))
                .isEqualTo("{\"channel\":\"ops-slack\",\"alert_id\":\"global|2026|actual|0.8\","
                        + "\"result\":\"rejected\",\"status\":404,\"attempts\":3,"
                        + "\"settled_at\":\"2026-11-22T08:00:00.123Z\"}");
    }

    @ParameterizedTest
    @EnumSource(DeliveryResult.class)
    void isReadAsItWasWritten(DeliveryResult result) throws IOException {
        var delivery = new Delivery("a", "é/\"|", result, 0, 0, NOW);

        assertThat(DeliveryFormat.read(DeliveryFormat.value(delivery))).isEqualTo(delivery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"result\":\"lost\",\"settled_at\":\"2026-11-22T08:00:00Z\"}", "[]"})
    void whatIsNoDeliveryIsSaidToBeNone(String value) {
        assertThatThrownBy(() -> DeliveryFormat.read(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}

package io.spendstream.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The names of nodes, stores and topics, and what is connected to what. A store that is renamed or moved to another
 * stage begins empty: whoever changes this file on purpose must say how state gets from the old shape to the new one.
 */
final class TopologyShapeTest {
    @Test
    void theTopologyHasTheShapeItAlwaysHad() throws IOException {
        String shape = MeteringTopology.of(
                        MeteringSettings.defaults(new MeteringSettings.Partitions(6, 6)),
                        TestPrices.always(TestPrices.PRICER))
                .describe()
                .toString();

        assertThat(shape.strip()).isEqualTo(read("/topology-shape.txt").strip());
    }

    private static String read(String resource) throws IOException {
        try (InputStream file = TopologyShapeTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(file, resource).readAllBytes(), UTF_8);
        }
    }
}

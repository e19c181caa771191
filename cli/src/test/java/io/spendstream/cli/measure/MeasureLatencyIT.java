package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.SharedInstance;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeasureLatencyIT {
    @Test
    void everyEventIsSeenAtEveryStage() throws IOException {
        CommandRun run =
                SharedInstance.run("measure", "latency", "--rate", "50", "--for", "3s", "--warm-up", "0s", "--json");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        JsonNode measured = new ObjectMapper().readTree(run.out());
        assertThat(measured.path("events").asInt()).isEqualTo(150);
        for (String stage : new String[] {"acknowledged", "ledger", "committed_row", "metrics"}) {
            JsonNode latencies = measured.path(stage);
            assertThat(latencies.path("seen").asInt()).as(stage).isEqualTo(150);
            assertThat(latencies.path("p50").decimalValue()).isPositive();
            assertThat(latencies.path("p50").decimalValue())
                    .isLessThanOrEqualTo(latencies.path("p95").decimalValue());
            assertThat(latencies.path("p99").decimalValue())
                    .isLessThanOrEqualTo(latencies.path("max").decimalValue());
        }
    }

    @Test
    void theTableNamesEveryStage() {
        CommandRun run =
                SharedInstance.run("measure", "latency", "--rate", "20", "--for", "500ms", "--warm-up", "100ms");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out())
                .startsWith("10 events at 20 a second; milliseconds from record")
                .contains("acknowledged", "ledger", "committed row", "metrics", "p50", "p99");
    }
}

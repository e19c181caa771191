package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.SharedInstance;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeasureAlertsIT {
    @Test
    void everyCallThatExceedsItsBudgetAlerts() throws IOException {
        CommandRun run =
                SharedInstance.run("measure", "alerts", "--rate", "100", "--for", "3s", "--warm-up", "0s", "--json");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        JsonNode measured = new ObjectMapper().readTree(run.out());
        assertThat(measured.at("/alert/seen").asInt()).isEqualTo(30);
        assertThat(measured.at("/alert/p50").decimalValue()).isPositive();
        assertThat(measured.at("/alert/p99").decimalValue())
                .isGreaterThanOrEqualTo(measured.at("/alert/p50").decimalValue());
    }
}

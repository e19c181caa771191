package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeasureConsoleIT {
    @Test
    void everyViewIsAskedOfAFullLedger() throws IOException {
        CommandRun run = CommandRun.of("measure", "console", "--rows", "20000", "--requests", "2", "--json");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        JsonNode measured = new ObjectMapper().readTree(run.out());
        assertThat(measured.path("rows").asLong()).isEqualTo(20_000);
        JsonNode views = measured.path("views");
        assertThat(views).hasSizeGreaterThan(15);
        views.forEach(view -> assertThat(view.path("p50").decimalValue())
                .isPositive()
                .isLessThanOrEqualTo(view.path("p95").decimalValue())
                .isLessThanOrEqualTo(view.path("max").decimalValue()));
    }

    @Test
    void aLedgerWithoutRowsIsRefused() {
        CommandRun run = CommandRun.of("measure", "console", "--rows", "0");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("--rows must be 1 to");
    }
}

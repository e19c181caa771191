package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void askedToEndItTakesItsDatabaseAndItsFolderAlong(@TempDir Path folder) throws Exception {
        try (var program = ProgramProcess.java(folder, "measure", "console", "--rows", "1000000000")) {
            program.awaitSaid("filling the ledger");
            ProcessHandle postgres = postgresIn(folder);

            program.terminate();

            // that it has ended is told to whoever inherited it, who may take their time to hear of it
            await().atMost(Duration.ofSeconds(30)).until(() -> !postgres.isAlive());
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
            assertThat(program.said()).doesNotContain("error", "Exception");
        }
    }

    private static ProcessHandle postgresIn(Path folder) throws IOException {
        try (var instances = Files.list(folder.resolve("tmp"))) {
            Path lock = instances
                    .map(instance -> instance.resolve("postgres/cluster/postmaster.pid"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(lock).get(0)))
                    .orElseThrow();
        }
    }

    @Test
    void aLedgerWithoutRowsIsRefused() {
        CommandRun run = CommandRun.of("measure", "console", "--rows", "0");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("--rows must be 1 to");
    }
}

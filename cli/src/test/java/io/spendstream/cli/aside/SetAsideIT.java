package io.spendstream.cli.aside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger line that the database refuses is set aside, looked at, and becomes a row after all. */
class SetAsideIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @Test
    void whatTheDatabaseRefusedIsWrittenOnceItTakesIt() throws IOException {
        try (Instance instance = SharedInstance.start(data)) {
            var tables = new Ledger(instance.connection());
            assertThat(run("set-aside", "list").out()).contains("no ledger lines were set aside");
            tables.execute("ALTER TABLE token_usage ADD CONSTRAINT refused CHECK (event_id <> 'refused') NOT VALID");
            CommandRun tracked = CommandRun.withInput(
                    EventText.input(List.of(EventText.of("refused", "s"), EventText.of("taken", "s"))),
                    with("track", "--stdin"));
            assertThat(tracked.exitCode()).as("%s", tracked).isZero();
            await().atMost(LONG).until(() -> tables.number("SELECT count(*) FROM token_usage_rejected") == 1);
            String id = JSON.readTree(run("set-aside", "list", "--json").out())
                    .path("id")
                    .asText();

            assertThat(run("doctor").out()).contains("1 ledger records could not become rows", "set-aside list");
            assertThat(run("set-aside", "list").out())
                    .contains("1 ledger lines were set aside, 1 of them are no rows yet", id, "23514: ");
            assertThat(run("set-aside", "show", id).out()).contains("written    no", "\"event_id\":\"refused\"");
            assertThat(fates("--all", "--dry-run").path("still_refused").asInt())
                    .isEqualTo(1);
            assertThat(fates("--all").path("still_refused").asInt()).isEqualTo(1);

            tables.execute("ALTER TABLE token_usage DROP CONSTRAINT refused");
            assertThat(fates("--all", "--dry-run").path("written").asInt()).isEqualTo(1);
            assertThat(fates("--id", id, "--operator", "ada").path("written").asInt())
                    .isEqualTo(1);
            assertThat(fates("--id", id).path("written_before").asInt()).isEqualTo(1);
            assertThat(run("set-aside", "replay", "--all").out()).contains("no ledger lines wait to be written");

            assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(2);
            assertThat(run("set-aside", "show", id).out()).contains("written    written after all by ada at ");
            assertThat(run("set-aside", "replay", "--id", "7@7").err())
                    .contains("no ledger line that was set aside is called 7@7; set-aside list names them");
            CommandRun reconciled = run("reconcile");
            assertThat(reconciled.exitCode()).as("%s", reconciled).isZero();
            assertThat(run("doctor").out()).doesNotContain("could not become rows");
        }
    }

    private JsonNode fates(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("set-aside", "replay", "--json"));
        all.addAll(List.of(arguments));
        CommandRun run = run(all.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s", run).isZero();
        return JSON.readTree(run.out()).path("fates");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return all.toArray(String[]::new);
    }
}

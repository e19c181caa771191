package io.spendstream.cli.aside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Spendstream;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.Victim;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code set-aside replay} dies at every point of its way, each time with another line, and is given again. */
class SetAsideCrashIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path temporary;

    @Test
    void eachLineBecomesOneRowWhereverTheReplayDies() throws Exception {
        List<Crash> crashes = Crash.allOf("operator", 1).stream()
                .filter(crash -> crash.point().pointName().contains("readmission"))
                .toList();
        assertThat(crashes).isNotEmpty();
        try (Instance instance = SharedInstance.start(temporary.resolve("data"))) {
            var tables = new Ledger(instance.connection());
            setAside(tables, crashes.size());
            List<String> ids = ids();
            assertThat(ids).hasSameSizeAs(crashes);

            for (int i = 0; i < crashes.size(); i++) {
                replayUntilItDies(ids.get(i), crashes.get(i));
                CommandRun again = CommandRun.of(with("set-aside", "replay", "--id", ids.get(i)));
                assertThat(again.exitCode()).as("%s", again).isZero();
            }

            assertThat(tables.number("SELECT count(*) FROM token_usage")).isEqualTo(crashes.size());
            assertThat(tables.number("SELECT count(DISTINCT event_id) FROM token_usage"))
                    .isEqualTo(crashes.size());
            assertThat(tables.number("SELECT count(*) FROM token_usage_rejected WHERE readmitted_at IS NULL"))
                    .isZero();
            CommandRun reconciled = CommandRun.of(with("reconcile"));
            assertThat(reconciled.exitCode()).as("%s", reconciled).isZero();
        }
    }

    /** Has the database refuse {@code count} lines, and then no more. */
    private void setAside(Ledger tables, int count) {
        tables.execute("ALTER TABLE token_usage ADD CONSTRAINT refused CHECK (session_id <> 'refused') NOT VALID");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(EventText.of("refused-" + i, "refused"));
        }
        CommandRun tracked = CommandRun.withInput(EventText.input(events), with("track", "--stdin"));
        assertThat(tracked.exitCode()).as("%s", tracked).isZero();
        await().atMost(LONG).until(() -> tables.number("SELECT count(*) FROM token_usage_rejected") == count);
        tables.execute("ALTER TABLE token_usage DROP CONSTRAINT refused");
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line :
                CommandRun.of(with("set-aside", "list", "--json")).out().lines().toList()) {
            JsonNode listed = JSON.readTree(line);
            ids.add(listed.path("id").asText());
        }
        return ids;
    }

    private void replayUntilItDies(String id, Crash crash) throws InterruptedException {
        try (Victim replay = Victim.start(
                Spendstream.class,
                crash,
                temporary.resolve("replays.log"),
                List.of(with("set-aside", "replay", "--id", id)))) {
            replay.awaitCrash(LONG);
        }
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", temporary.resolve("data").toString()));
        return all.toArray(String[]::new);
    }
}

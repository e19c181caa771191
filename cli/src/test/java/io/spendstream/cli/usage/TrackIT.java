package io.spendstream.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From a provider's response in a file to a row. */
class TrackIT {
    private static final Path OURS = Path.of("src", "test", "resources", "responses");
    private static final Path RECORDED = Path.of(System.getProperty("spendstream.payloads", "../../shared/payloads"));

    private final Ledger ledger = new Ledger(SharedInstance.connection());
    private final String session = "track-" + UUID.randomUUID();

    @Test
    void aResponseCutShortIsARowWithWhatIsKnownAndNoZeroForTheRest() {
        CommandRun run = track("openai", "chat", OURS.resolve("openai-chat-cut-short.sse"));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        ledger.awaitCalls(session, 1);
        assertThat(row())
                .containsEntry("usage_status", "missing")
                .containsEntry("pricing_status", "unmetered")
                .containsEntry("prompt_tokens", "null")
                .containsEntry("cost_exact", "null");
    }

    @Test
    void aHostThatKnowsOnlyTheBrokerCanTrack() {
        CommandRun run =
                CommandRun.of("track --provider openai --api chat --bootstrap-servers %s --session %s --team search %s"
                        .formatted(
                                SharedInstance.connection().bootstrapServers(),
                                session,
                                OURS.resolve("openai-chat-malformed.json"))
                        .split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        ledger.awaitCalls(session, 1);
    }

    @Test
    void theSameResponseTrackedTwiceIsOneRow() {
        Path response = OURS.resolve("anthropic-messages.json");
        track("anthropic", "messages", response);
        track("anthropic", "messages", response);
        track("openai", "chat", OURS.resolve("openai-chat-malformed.json")); // has no id, so it is a row of its own

        ledger.awaitCalls(session, 2);
        assertThat(ledger.number(
                        "SELECT count(*) FROM token_usage WHERE event_id = 'anthropic:msg_01Bq7Plain' AND session_id = ?",
                        session))
                .isEqualTo(1);
    }

    @Test
    void whoMadeTheCallAndWhatForIsInTheRow() {
        CommandRun run = SharedInstance.run(
                ("track --provider openai --api chat --session %s --task-type summarise --team search --agent crawler"
                                + " --project atlas --user u1 --environment test --tag a=b --tag c=d %s")
                        .formatted(session, OURS.resolve("openai-chat.json"))
                        .split(" ", -1));

        assertThat(run.out()).startsWith("tracked openai:chatcmpl-Bq7Plain1  gpt-4o-2024-08-06  final  ");
        ledger.awaitCalls(session, 1);
        assertThat(row())
                .containsEntry("task_type", "summarise")
                .containsEntry("team", "search")
                .containsEntry("agent", "crawler")
                .containsEntry("project", "atlas")
                .containsEntry("user_id", "u1")
                .containsEntry("environment", "test")
                .containsEntry("prompt_tokens", "2000")
                .containsEntry("cache_read_tokens", "800")
                .containsEntry("completion_tokens", "350")
                .containsEntry("cost_exact", "0.00750000000000");
        assertThat(row().get("tags")).contains("\"a\": \"b\"", "\"c\": \"d\"");
    }

    @Test
    void everyRecordedResponseOfChatAndMessagesIsARowWithTheCountsItsIndexSays() throws IOException {
        assumeTrue(Files.exists(RECORDED.resolve("INDEX.tsv")), "no recorded responses here");
        List<Map<String, String>> index = index();
        for (Map<String, String> response : index) {
            CommandRun run =
                    track(at(response, "provider"), at(response, "api"), RECORDED.resolve(at(response, "file")));
            assertThat(run.exitCode()).as("%s: %s", at(response, "file"), run).isZero();
        }
        long ids = index.stream()
                .map(response -> at(response, "response_id"))
                .distinct()
                .count();

        assertThat(ids).isGreaterThan(10);
        for (Map<String, String> response : index) {
            String eventId = at(response, "provider") + ":" + at(response, "response_id");
            ledger.awaitRow(eventId);
            assertThat(ledger.rows("SELECT * FROM token_usage WHERE event_id = ?", eventId))
                    .as(at(response, "file"))
                    .singleElement()
                    .satisfies(row -> assertCounts(row, response));
        }
    }

    private static void assertCounts(Map<String, String> row, Map<String, String> response) {
        if (at(response, "in_uncached").isEmpty()) {
            assertThat(row).containsEntry("prompt_tokens", "null");
            return;
        }
        long prompt = 0;
        for (String inputClass : List.of("in_uncached", "cache_read", "cache_write_5m", "cache_write_1h")) {
            prompt += Long.parseLong(at(response, inputClass));
        }
        assertThat(row)
                .containsEntry("prompt_tokens", String.valueOf(prompt))
                .containsEntry("completion_tokens", at(response, "output_total"))
                .containsEntry("model", at(response, "model"));
    }

    private static List<Map<String, String>> index() throws IOException {
        List<String> lines = Files.readAllLines(RECORDED.resolve("INDEX.tsv"));
        List<String> header = Arrays.asList(lines.get(0).split("\t", -1));
        List<Map<String, String>> index = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < cells.length; i++) {
                row.put(header.get(i), cells[i]);
            }
            String api = at(row, "provider") + " " + at(row, "api");
            if (api.equals("openai chat") || api.equals("anthropic messages")) {
                index.add(row);
            }
        }
        return index;
    }

    private static String at(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private CommandRun track(String provider, String api, Path file) {
        return SharedInstance.run(
                "track",
                "--provider",
                provider,
                "--api",
                api,
                "--session",
                session,
                "--task-type",
                "test",
                file.toString());
    }

    private Map<String, String> row() {
        List<Map<String, String>> rows = ledger.rows("SELECT * FROM token_usage WHERE session_id = ?", session);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }
}

package io.spendstream.cli.letters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that Kafka refused, and an agent set aside, are sent again from its journal. */
class JournalReplayIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String session = "journal-" + UUID.randomUUID();
    private final Ledger tables = new Ledger(SharedInstance.connection());

    @TempDir
    private Path journal;

    @BeforeEach
    void setAside() throws IOException {
        DeadAgent.refuse(
                journal,
                event("fresh", Instant.now()),
                event("late", Instant.now().minus(Duration.ofDays(4))),
                "no event at all");
    }

    @Test
    void eachIsSentOnceAndItIsKeptThatItWas() throws IOException {
        JsonNode dry = json("journal", "replay", "--all", "--dry-run", "--json");
        JsonNode first = json("journal", "replay", "--all", "--operator", "ada", "--json");
        tables.awaitCalls(session, 2);
        JsonNode second = json("journal", "replay", "--all", "--json");
        assertThat(SharedInstance.track(
                                EventText.input(List.of(event("fresh", Instant.now()), event("end", Instant.now()))))
                        .exitCode())
                .isZero();
        tables.awaitCalls(session, 3);

        assertThat(dry.path("fates")).isEqualTo(first.path("fates"));
        assertThat(first.path("fates").path("send").asInt()).isEqualTo(1);
        assertThat(first.path("fates").path("readmit").asInt()).isEqualTo(1);
        assertThat(first.path("fates").path("still_refused").asInt()).isEqualTo(1);
        assertThat(second.path("fates").path("already_replayed").asInt()).isEqualTo(2);
        assertThat(tables.number("SELECT count(*) FROM token_usage WHERE session_id = ?", session))
                .isEqualTo(3);
        List<JsonNode> listed = list();
        assertThat(listed).hasSize(3);
        assertThat(listed.subList(0, 2))
                .allSatisfy(event -> assertThat(event.path("replayed").asText()).startsWith("sent again by ada at "));
        assertThat(listed.get(2).path("replayed").isNull()).isTrue();
    }

    @Test
    void whatWasCountedMeanwhileIsNotCountedAgain() throws IOException {
        assertThat(SharedInstance.track(EventText.input(List.of(event("fresh", Instant.now()))))
                        .exitCode())
                .isZero();
        tables.awaitCalls(session, 1);

        json("journal", "replay", "--all", "--json");
        tables.awaitCalls(session, 2);
        assertThat(SharedInstance.track(EventText.input(List.of(event("end", Instant.now()))))
                        .exitCode())
                .isZero();
        tables.awaitCalls(session, 3);

        assertThat(tables.number("SELECT count(*) FROM token_usage WHERE event_id = ?", session + "-fresh"))
                .isEqualTo(1);
        assertThat(tables.number("SELECT count(*) FROM token_usage WHERE session_id = ?", session))
                .isEqualTo(3);
    }

    @Test
    void oneIsShownWholeAndSentByItsName() throws IOException {
        String id = list().get(0).path("id").asText();

        assertThat(run("journal", "show", id).out())
                .contains("id        " + id, "replayed  no", "\"event_id\":\"%s-fresh\"".formatted(session));
        assertThat(run("journal", "list").out()).contains("3 events that Kafka refused", id);
        assertThat(json("journal", "replay", "--id", id, "--json")
                        .path("letters")
                        .asInt())
                .isEqualTo(1);
        tables.awaitCalls(session, 1);
        assertThat(run("journal", "replay", "--id", "nobody@7").err())
                .contains("no event that was set aside is called nobody@7; journal list names them");
    }

    private String event(String name, Instant time) {
        return EventText.with(session + "-" + name, session, event -> event.put("timestamp", time.toString()));
    }

    private List<JsonNode> list() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : run("journal", "list", "--json").out().lines().toList()) {
            found.add(JSON.readTree(line));
        }
        return found;
    }

    private JsonNode json(String... arguments) throws IOException {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return Objects.requireNonNull(JSON.readTree(run.out()));
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--journal", journal.toString()));
        return SharedInstance.run(all.toArray(String[]::new));
    }
}

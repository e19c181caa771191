package io.spendstream.cli.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.usage.EventText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters on real servers, from refusal to row. */
class DeadLettersReplayIT {
    private static final Progress SILENT = Progress.on(new PrintWriter(Writer.nullWriter()));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SESSION = "letters";

    @TempDir
    private Path folder;

    private Instance instance;
    private Ledger tables;

    @BeforeEach
    void start() {
        instance = SharedInstance.start(folder.resolve("data"));
        tables = new Ledger(instance.connection());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void whatANewPriceBookMakesPossibleGoesThroughExactlyOnce() throws Exception {
        apply("75"); // a billion tokens then cost more than a line may
        track(costly("dear-1"), costly("dear-2"), "{ malformed");
        awaitLetters(3);
        assertThat(json("dead-letters", "replay", "--all", "--dry-run", "--json")
                        .path("fates")
                        .path("send")
                        .asInt())
                .isEqualTo(2);
        apply("1");

        JsonNode first = json("dead-letters", "replay", "--reason", "cost_too_large", "--operator", "ada", "--json");
        tables.awaitCalls(SESSION, 2);
        JsonNode second = json("dead-letters", "replay", "--all", "--json");
        track(EventText.of("marker", SESSION));
        tables.awaitCalls(SESSION, 3);

        assertThat(first.path("fates").path("send").asInt()).isEqualTo(2);
        assertThat(second.path("fates").path("already_replayed").asInt()).isEqualTo(2);
        assertThat(second.path("fates").path("still_refused").asInt()).isEqualTo(1);
        assertThat(second.path("fates").path("send").asInt()).isZero();
        assertThat(tables.rows("SELECT event_id, cost_exact FROM token_usage WHERE event_id LIKE 'dear-%' ORDER BY 1"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("cost_exact", "1000.00000000000000"));
        assertThat(letters())
                .filteredOn(letter -> letter.path("reason").asText().equals("cost_too_large"))
                .allSatisfy(
                        letter -> assertThat(letter.path("replayed").asText()).startsWith("sent again by ada at "));
        assertThat(run("reconcile").exitCode()).isZero();
    }

    @Test
    void whatWasRefusedAgainSaysSoAndIsANewLetter() throws Exception {
        apply("75");
        track(costly("dear"));
        awaitLetters(1);
        String id = letters().get(0).path("id").asText();

        assertThat(run("dead-letters", "replay", "--id", id).exitCode()).isZero();
        awaitLetters(2);

        assertThat(letters().get(0).path("replayed").asText()).isEqualTo("refused again: cost_too_large");
        assertThat(letters().get(1).path("replayed").isNull()).isTrue();
        assertThat(run("dead-letters", "show", id).out())
                .contains("replayed  refused again: cost_too_large", "\"event_id\":\"dear\"");
        assertThat(run("dead-letters", "replay", "--id", "0@999999").err())
                .contains("there is no dead letter 0@999999");
    }

    @Test
    void aLateEventIsAdmittedUnlessTheTableHasIt() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(8));
        String late = at("late", longAgo);
        track(late, late, EventText.of("in-time", SESSION));
        awaitLetters(2);
        tables.awaitCalls(SESSION, 1);

        JsonNode first = json("dead-letters", "replay", "--reason", "too_late", "--json");
        tables.awaitCalls(SESSION, 2);
        track(late); // a third copy comes
        awaitLetters(3);
        JsonNode second = json("dead-letters", "replay", "--reason", "too_late", "--json");
        track(EventText.of("marker", SESSION));
        tables.awaitCalls(SESSION, 3);

        assertThat(first.path("fates").path("readmit").asInt()).isEqualTo(2);
        assertThat(second.path("fates").path("already_counted").asInt()).isEqualTo(1);
        assertThat(second.path("fates").path("already_replayed").asInt()).isEqualTo(2);
        assertThat(tables.number("SELECT count(*) FROM token_usage WHERE event_id = 'late'"))
                .isEqualTo(1);
        assertThat(tables.number(
                        "SELECT count(*) FROM token_usage WHERE event_id = 'late' AND abs(extract(epoch FROM"
                                + " timestamp) - ?) < 1",
                        longAgo.getEpochSecond()))
                .isEqualTo(1);
        assertThat(run("reconcile").exitCode()).isZero();
    }

    @Test
    void aSenderThatIsReplacedSendsNothingMore() throws Exception {
        apply("75");
        track(costly("dear"));
        awaitLetters(1);
        List<Sorting.Sorted> chosen = new ArrayList<>();
        Letter.each(
                instance.connection().kafkaProperties(),
                SILENT,
                letter -> chosen.add(new Sorting.Sorted(letter, Fate.SEND, "")));

        try (var first = new LetterSender(instance.connection().kafkaProperties(), "ada");
                var second = new LetterSender(instance.connection().kafkaProperties(), "bob")) {
            assertThatThrownBy(() -> first.send(chosen, Instant.now())).isInstanceOf(RuntimeException.class);
            assertThat(Replay.readAll(instance.connection().kafkaProperties(), SILENT))
                    .isEmpty();
            second.send(chosen, Instant.now());
        }

        assertThat(Replay.readAll(instance.connection().kafkaProperties(), SILENT)
                        .values())
                .singleElement()
                .satisfies(replay -> assertThat(replay.operator()).isEqualTo("bob"));
        awaitLetters(2); // the one from the second sender was refused again, and no other came
    }

    private static String costly(String eventId) {
        return EventText.with(eventId, SESSION, DeadLettersReplayIT::dear);
    }

    private static void dear(ObjectNode event) {
        event.put("provider", "acme").put("model", "next-model");
        event.putObject("usage").put("input", 1_000_000_000L);
    }

    private static String at(String eventId, Instant time) {
        return EventText.with(eventId, SESSION, event -> event.put("timestamp", time.toString()));
    }

    private void track(String... lines) {
        CommandRun run = CommandRun.withInput(EventText.input(List.of(lines)), with("track", "--stdin"));
        assertThat(run.err()).contains("acknowledged");
    }

    /** Puts a book in force in which the model costs {@code usd} a million tokens. */
    private void apply(String usd) throws Exception {
        Path file = folder.resolve("prices.yaml");
        Files.writeString(file, """
                format: 1
                date: 2026-11-21
                source: https://acme.example/prices
                checked: 2026-11-21
                extends: bundled
                entries:
                  - id: acme/next-model
                    provider: acme
                    model: next-model
                    usd_per_million_tokens: {input: %1$s, output: %1$s}
                """.formatted(usd));
        CommandRun applied = run("prices", "apply", file.toString());
        assertThat(applied.exitCode()).as("%s", applied).isZero();
        String version = json("prices", "list", "--json").path("version").asText();
        await().atMost(LONG)
                .until(() -> Scrape.of(instance.metricsUrl()).samples().stream()
                        .anyMatch(sample -> sample.labels().contains(version)));
    }

    private void awaitLetters(int count) throws IOException {
        await().atMost(LONG).until(() -> letters().size() >= count);
        assertThat(letters()).hasSize(count);
    }

    private List<JsonNode> letters() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : run("dead-letters", "list", "--json").out().lines().toList()) {
            found.add(JSON.readTree(line));
        }
        return found;
    }

    private JsonNode json(String... arguments) throws IOException {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as("%s", run).isZero();
        return JSON.readTree(run.out());
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return all.toArray(String[]::new);
    }
}

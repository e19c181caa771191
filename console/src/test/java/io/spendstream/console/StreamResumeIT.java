package io.spendstream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.console.StreamReader.Sent;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.Money;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the stream is told that comes, or comes back, later than what it is told of. */
class StreamResumeIT {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Set<String> NEWS = Set.of("alert", "usage");
    private static final Budget DAILY = Budget.builder("daily", BudgetAmount.usd(Money.of("10")))
            .each(BudgetDimension.TEAM)
            .period(BudgetPeriod.UTC_DAY)
            .build();

    @TempDir
    private static Path journal;

    private static ConsoleFixture fixture;

    private final String team = "team-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        fixture = new ConsoleFixture(InstantSource.fixed(NOW), journal, Map.of());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void anAlertFromBeforeTheConsoleStartedIsListedButNoNews() throws Exception {
        alert(team, 1);
        awaitAlerts(fixture.console(), team, 1);

        try (Console later = fixture.another();
                var reader = new StreamReader(stream(later), null)) {
            awaitAlerts(later, team, 1);
            alert(team, 2);

            Sent first = reader.next(Set.of("alert"));
            assertThat(first.data().path("sequence").intValue()).isEqualTo(2);
            awaitAlerts(later, team, 2);
        }
    }

    @Test
    void aBatchOfAlertsAndLinesIsTakenUpAgainAsAWholeOrNotAtAll() throws Exception {
        String before;
        try (var reader = followed()) {
            before = reader.lastId();
        }
        alert(team, 1);
        alert(team, 2);
        awaitAlerts(fixture.console(), team, 2);
        fixture.send(Calls.of(team + "-line", team).at("2026-11-21T11:59:00Z", "1"));
        awaitLine(before, team + "-line");

        String after;
        try (var reader = new StreamReader(stream(fixture.console()), before)) {
            assertThat(reader.next("hello").path("resumed").booleanValue()).isTrue();
            List<Sent> batch = List.of(reader.next(NEWS), reader.next(NEWS), reader.next(NEWS));
            assertThat(batch).extracting(Sent::name).containsExactly("alert", "alert", "usage");
            assertThat(batch).extracting(sent -> sent.id().isEmpty()).containsExactly(true, true, false);
            after = reader.lastId();
        }
        // who had the alerts and not the lines gets both again; who had all of them gets what comes next
        try (var cutOff = new StreamReader(stream(fixture.console()), before);
                var whole = new StreamReader(stream(fixture.console()), after)) {
            assertThat(cutOff.next(NEWS).data().path("sequence").intValue()).isEqualTo(1);
            alert(team, 3);
            assertThat(whole.next(NEWS).data().path("sequence").intValue()).isEqualTo(3);
        }
    }

    @Test
    void thePlaceGoesWithTheLastAlertWhereThereAreNoLines() throws Exception {
        String before;
        try (var reader = followed()) {
            before = reader.lastId();
        }
        alert(team, 1);
        alert(team, 2);
        awaitAlerts(fixture.console(), team, 2);

        try (var reader = new StreamReader(stream(fixture.console()), before)) {
            List<Sent> batch = List.of(reader.next(NEWS), reader.next(NEWS));
            assertThat(batch)
                    .extracting(sent -> sent.data().path("sequence").intValue())
                    .containsExactly(1, 2);
            assertThat(batch).extracting(sent -> sent.id().isEmpty()).containsExactly(true, false);
        }
    }

    /** Returns a client that has seen a line, so that it has a place to come back to. */
    private StreamReader followed() throws Exception {
        var reader = new StreamReader(stream(fixture.console()), null);
        // the tail begins where the topic ends when it is first wanted
        await().atMost(LONG).until(() -> {
            fixture.send(Calls.of("first-of-" + UUID.randomUUID(), team).at("2026-11-21T11:58:00Z", "1"));
            return reader.has("usage", Duration.ofSeconds(2));
        });
        // those that were sent while nobody followed yet are not waited for: take what there is
        while (reader.has("usage", Duration.ofSeconds(2))) {
            // the next one
        }
        return reader;
    }

    private URI stream(Console console) {
        return console.url().resolve("api/v1/stream?team=" + team);
    }

    private void alert(String ofTeam, int sequence) {
        fixture.send(Alerts.fired(DAILY, ofTeam, NOW.plusSeconds(sequence), sequence));
    }

    private static void awaitAlerts(Console console, String ofTeam, int count) {
        await().atMost(LONG)
                .until(() -> fixture.json(console, "alerts?team=" + ofTeam)
                                .path("alerts")
                                .size()
                        == count);
    }

    private void awaitLine(String from, String eventId) throws IOException, InterruptedException {
        try (var reader = new StreamReader(stream(fixture.console()), from)) {
            List<String> seen = new ArrayList<>();
            while (!seen.contains(eventId)) {
                reader.next("usage")
                        .path("events")
                        .forEach(event -> seen.add(event.path("event_id").textValue()));
            }
        }
    }
}

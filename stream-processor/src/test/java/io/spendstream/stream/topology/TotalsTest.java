package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.ALL_TODAY;
import static io.spendstream.stream.topology.Metering.NOON;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalKey;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Totals are the ledger, added up. */
final class TotalsTest {
    @Test
    void aLineIsPartOfATotalInEveryDimension() {
        try (Metering metering = Metering.started()) {
            metering.send(event("e1", NOON));

            LocalDate today = LocalDate.parse("2026-11-21");
            assertThat(metering.totals())
                    .containsOnlyKeys(
                            ALL_TODAY,
                            new TotalKey(Dimension.TASK_TYPE, List.of("support"), today),
                            new TotalKey(Dimension.TEAM, List.of("care"), today),
                            new TotalKey(Dimension.AGENT, List.of("helper"), today),
                            new TotalKey(Dimension.MODEL, List.of("gpt-test"), today),
                            new TotalKey(Dimension.TEAM_TASK_TYPE_MODEL, List.of("care", "support", "gpt-test"), today),
                            new TotalKey(Dimension.OUTCOME, List.of("accepted"), null));
        }
    }

    @Test
    void anEventBelongsToTheUtcDayItHappenedIn() {
        try (Metering metering = Metering.started()) {
            Instant midnight = Instant.parse("2026-11-22T00:00:00Z");
            metering.send(event("last", midnight.minusNanos(1_000)), midnight.plusSeconds(5));
            metering.send(event("first", midnight), midnight.plusSeconds(5));

            assertThat(metering.totals().get(ALL_TODAY))
                    .extracting(Tally::calls)
                    .isEqualTo(1L);
            assertThat(metering.totals().get(all("2026-11-22")))
                    .extracting(Tally::calls)
                    .isEqualTo(1L);
        }
    }

    @Test
    void aLateEventChangesTheTotalOfItsOwnDay() {
        try (Metering metering = Metering.started()) {
            metering.send(event("e1", NOON));
            metering.totals();
            metering.send(event("e2", NOON.plusSeconds(1)), NOON.plus(Duration.ofDays(2)));

            assertThat(metering.totals().get(ALL_TODAY))
                    .extracting(Tally::calls)
                    .isEqualTo(2L);
        }
    }

    @Test
    void totalsAreSentOncePerFlushNotOncePerEvent() {
        try (Metering metering = Metering.started()) {
            for (int i = 0; i < 50; i++) {
                metering.send(event("e" + i, NOON));
            }
            metering.flush();

            assertThat(metering.read(Topic.TOTALS)).hasSize(7);
        }
    }

    @Test
    void nothingIsSentWhenNothingChanged() {
        try (Metering metering = Metering.started()) {
            metering.send(event("e1", NOON));
            metering.totals();
            metering.flush();

            assertThat(metering.read(Topic.TOTALS)).isEmpty();
        }
    }

    @Test
    void anUnreadablePartialIsSetAside() {
        try (Metering metering = Metering.started()) {
            var garbage = new TestRecord<>(new byte[] {9, 9}, new byte[] {1}, new RecordHeaders(), NOON);
            metering.send(Topic.PARTIALS, garbage);
            metering.send(event("e1", NOON));

            assertThat(metering.deadLetters())
                    .extracting(letter -> letter.topic())
                    .containsExactly("spendstream.partials");
            assertThat(metering.totals().get(ALL_TODAY))
                    .extracting(Tally::calls)
                    .isEqualTo(1L);
        }
    }

    @Test
    void oldCellsAreForgottenAndTheirTotalsStay() {
        try (Metering metering = Metering.started()) {
            metering.send(event("e1", NOON));
            metering.totals();
            metering.read(Topic.PARTIALS);
            metering.send(event("e2", NOON.plus(Duration.ofDays(6))));
            metering.flush();

            assertThat(metering.read(Topic.PARTIALS))
                    .filteredOn(partial -> partial.value() == null)
                    .hasSize(6);
            assertThat(metering.totals().get(ALL_TODAY))
                    .extracting(Tally::calls)
                    .isEqualTo(1L);
        }
    }

    @Test
    void aCorrectionOfAForgottenCellStillMovesItsTotal() {
        try (Metering metering = Metering.started()) {
            Instant first = NOON.minus(Duration.ofDays(3));
            metering.send(event("e1", first, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL), NOON);
            metering.totals();
            // the provisional event's cell is forgotten five days after its time, which is before it is corrected
            Instant later = NOON.plus(Duration.ofDays(3));
            metering.send(event("other", later));
            metering.totals();
            metering.send(event("e1", later, UsageCounts.of(100, 10), UsageStatus.FINAL));

            assertThat(metering.totals().get(all("2026-11-18")))
                    .isEqualTo(new Tally(1, 100, 10, Money.of("0.0002"), 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void totalsAreTheSumOfTheLedgerWhateverComesInWhateverOrder(int run) {
        long seed = System.nanoTime() + run;
        var random = new Random(seed);
        List<UsageEvent> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.addAll(copies("e" + i, random));
        }
        Collections.shuffle(sent, random);
        try (Metering metering = Metering.started()) {
            for (UsageEvent event : sent) {
                metering.send(event, NOON.plusSeconds(random.nextInt(7_200)));
                if (random.nextInt(20) == 0) {
                    metering.flush();
                }
            }

            assertThat(lineTotals(metering.totals())).as("seed %d", seed).isEqualTo(sumsOf(metering.ledger()));
            long outcomes = metering.totals().entrySet().stream()
                    .filter(total -> total.getKey().dimension() == Dimension.OUTCOME)
                    .mapToLong(total -> total.getValue().calls())
                    .sum();
            assertThat(outcomes).as("seed %d", seed).isEqualTo(sent.size());
        }
    }

    @Test
    void theOrderInWhichSurerAndLessSureEventsComeDoesNotChangeTheTotals() {
        List<UsageEvent> copies = List.of(
                Events.missing("e1", NOON),
                event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL),
                event("e1", NOON, UsageCounts.of(100, 10), UsageStatus.FINAL));
        for (List<UsageEvent> order : permutations(copies)) {
            try (Metering metering = Metering.started()) {
                order.forEach(metering::send);

                assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
            }
        }
    }

    /** Returns one to four events with one id: equal, less sure, surer or contradicting, of one team or another. */
    private static List<UsageEvent> copies(String id, Random random) {
        List<UsageEvent> copies = new ArrayList<>();
        for (int copy = 1 + random.nextInt(4); copy > 0; copy--) {
            var attribution = Attribution.builder("s")
                    .team("team-" + random.nextInt(3))
                    .taskType(random.nextBoolean() ? "chat" : null)
                    .build();
            UsageStatus status = List.of(UsageStatus.values()).get(random.nextInt(3));
            UsageCounts usage = status == UsageStatus.MISSING
                    ? UsageCounts.none()
                    : UsageCounts.of(random.nextInt(3) * 1_000L, 10L * random.nextInt(2));
            copies.add(new UsageEvent(
                    id,
                    NOON.minusSeconds(random.nextInt(100_000)),
                    attribution,
                    ModelCall.of(
                            "openai", List.of("gpt-test", "unknown", "free").get(random.nextInt(3))),
                    usage,
                    status,
                    null,
                    null,
                    null,
                    Set.of()));
        }
        return copies;
    }

    private static Map<TotalKey, Tally> lineTotals(Map<TotalKey, Tally> totals) {
        var ofLines = new HashMap<>(totals);
        ofLines.keySet().removeIf(key -> key.dimension() == Dimension.OUTCOME);
        return ofLines;
    }

    private static Map<TotalKey, Tally> sumsOf(List<LedgerLine> ledger) {
        var sums = new HashMap<TotalKey, Tally>();
        for (LedgerLine line : ledger) {
            LocalDate day = line.timestamp().atZone(UTC).toLocalDate();
            for (Dimension dimension : Dimension.ofLines()) {
                sums.merge(new TotalKey(dimension, dimension.valuesOf(line), day), line.tally(), Tally::plus);
            }
        }
        return sums;
    }

    private static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (T first : items) {
            List<T> rest = new ArrayList<>(items);
            rest.remove(first);
            for (List<T> tail : permutations(rest)) {
                List<T> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }

    private static TotalKey all(String day) {
        return new TotalKey(Dimension.ALL, List.of(), LocalDate.parse(day));
    }
}

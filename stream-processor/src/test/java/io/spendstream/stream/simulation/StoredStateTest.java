package io.spendstream.stream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.book.TestBooks;
import io.spendstream.stream.topology.SimulatedTopology;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import io.spendstream.stream.topology.SimulatedTopology.Kept;
import io.spendstream.stream.topology.SimulatedTopology.Stored;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What outlives a process: the stores, whose changelogs hold the same bytes, and the records on the topics. A file has
 * them as they were written once, byte by byte; a process of today writes the same, and goes on from the file as from
 * what it wrote itself.
 *
 * <p>Whoever changes a form on purpose keeps the old file, lets the new code read it, and adds a file of the new form:
 * people upgrade with what they have.
 */
final class StoredStateTest {
    private static final Path STORES = Path.of("src", "test", "resources", "state", "stores-1.txt");
    private static final Path TOPICS = Path.of("src", "test", "resources", "state", "topics-1.txt");
    private static final HexFormat HEX = HexFormat.of();
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final Step.Pass PASS = new Step.Pass(A_WHILE, false);
    private static final Copy.Who CARE = new Copy.Who("session-1", "care", "triage", null);
    private static final Copy.Who SEARCH = new Copy.Who("session-2", "search", null, "helper");

    private static final PriceList FIRST = new PriceList(List.of(era("atlas", "2.5"), era("gratis", "0")));
    private static final PriceList LATER =
            new PriceList(List.of(era("atlas", "2.5"), era("gratis", "0"), era("breeze", "1.25")));

    private static final Copy FINAL = copy("acme:1", CARE, "atlas", UsageStatus.FINAL, 400_000, 20_000);
    private static final Copy CUT = copy("acme:2", SEARCH, "atlas", UsageStatus.PROVISIONAL, 100_000, 10);
    private static final Copy UNPRICED = copy("acme:3", CARE, "breeze", UsageStatus.FINAL, 2_000_000, 100);
    private static final Copy MISSING =
            new Copy("acme:4", START, SEARCH, "atlas", null, UsageStatus.MISSING, new TreeMap<>());
    private static final Copy CUT_UNPRICED = copy("acme:5", SEARCH, "breeze", UsageStatus.PROVISIONAL, 50_000, 7);
    private static final Copy FREE = copy("acme:6", CARE, "gratis", UsageStatus.FINAL, 3, 4);

    /** What an earlier version lived through: something of everything that is kept. */
    private static final List<Step> BEFORE = List.of(
            new Step.Define(Budget.builder("team-day", BudgetAmount.usd(Money.of("2")))
                    .each(BudgetDimension.TEAM)
                    .burnRate(new BurnRate(Duration.ofHours(1), new BigDecimal("1000")))
                    .build()),
            new Step.Define(Budget.builder("loop-guard", BudgetAmount.tokens(1_000_000))
                    .each(BudgetDimension.SESSION)
                    .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC")))
                    .build()),
            PASS,
            new Step.Send(FINAL, Duration.ZERO),
            new Step.Send(CUT, Duration.ZERO),
            new Step.Send(UNPRICED, Duration.ZERO),
            new Step.Send(MISSING, Duration.ZERO),
            new Step.Send(CUT_UNPRICED, Duration.ZERO),
            new Step.Send(FREE, Duration.ZERO),
            new Step.Send(FINAL, Duration.ZERO),
            new Step.Garbage(Step.Garbage.Kind.UNSUPPORTED_SCHEMA_VERSION),
            PASS,
            PASS,
            new Step.MakeOrder(0, "acme:1", new BigDecimal("-0.05")),
            new Step.SendOrder(0),
            PASS,
            // not passed on when the process stops
            new Step.Send(copy("acme:7", SEARCH, "atlas", UsageStatus.FINAL, 1_000, 5), Duration.ZERO));

    /** What this version goes on with. */
    private static final List<Step> AFTER = List.of(
            PASS,
            new Step.Send(FINAL, Duration.ZERO),
            new Step.Send(FREE, Duration.ZERO),
            new Step.SendOrder(0),
            new Step.Send(copy("acme:2", SEARCH, "atlas", UsageStatus.FINAL, 100_000, 200_000), Duration.ZERO),
            new Step.Send(copy("acme:4", SEARCH, "atlas", UsageStatus.FINAL, 10, 10), Duration.ZERO),
            new Step.Publish(LATER),
            PASS,
            new Step.Send(copy("acme:5", SEARCH, "breeze", UsageStatus.FINAL, 50_000, 70_000), Duration.ZERO),
            PASS);

    @Test
    void whatIsKeptIsByteForByteWhatItWas() throws IOException {
        try (var pipeline = new Pipeline(START, FIRST, Fault.NONE)) {
            live(BEFORE, model(), pipeline);

            assertMatches(STORES, stores(pipeline.keep()));
            assertMatches(TOPICS, topics(pipeline));
        }
    }

    @Test
    void aProcessGoesOnFromWhatAnEarlierVersionKept() throws IOException {
        Model model = model();
        SortedMap<String, Entry> earlier;
        try (var pipeline = new Pipeline(START, FIRST, Fault.NONE)) {
            live(BEFORE, model, pipeline);
            earlier = new TreeMap<>(pipeline.facts().ledger());
        }
        List<Facts.Alert> alerted = List.copyOf(model.facts().alerts());
        model.restart();

        try (var pipeline = new Pipeline(model.now(), FIRST, Fault.NONE, kept())) {
            BEFORE.stream()
                    .filter(step -> step instanceof Step.Define)
                    .forEach(step -> pipeline.define(((Step.Define) step).budget()));
            live(AFTER, model, pipeline);

            Facts seen = pipeline.facts();
            Facts expected = model.facts();
            var ledger = new TreeMap<>(expected.ledger());
            ledger.keySet().removeAll(earlier.keySet());
            assertThat(seen.ledger()).isEqualTo(ledger);
            assertThat(expected.totals()).containsAllEntriesOf(seen.totals());
            assertThat(seen.totals()).isNotEmpty();
            assertThat(seen.outcomes()).containsAllEntriesOf(Map.of("duplicate", 3L, "corrected", 3L));
            assertThat(seen.spent()).containsAllEntriesOf(expected.spent());
            assertThat(seen.alerts())
                    .containsExactlyInAnyOrderElementsOf(expected.alerts()
                            .subList(alerted.size(), expected.alerts().size()))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(alerted);
        }
    }

    private static Model model() {
        return new Model(START, FIRST, SimulatedTopology.settings().standingBudget());
    }

    private static void live(List<Step> steps, Model model, Pipeline pipeline) {
        steps.forEach(step -> Simulation.take(step, model, pipeline));
    }

    private static PriceList.Era era(String model, String input) {
        var rate = new BigDecimal(input);
        Map<String, BigDecimal> rates =
                new TreeMap<>(Map.of("input", rate, "output", rate.multiply(BigDecimal.valueOf(4))));
        return new PriceList.Era(model, null, null, rates, Map.of(), 0, Map.of());
    }

    private static Copy copy(String id, Copy.Who who, String model, UsageStatus status, long input, long output) {
        var counts = new TreeMap<>(Map.of("input", input, "output", output));
        return new Copy(id, START, who, model, null, status, counts);
    }

    private static List<String> stores(Kept kept) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(kept.stores()).forEach((store, contents) -> {
            assertThat(contents)
                    .as("the file has something of every store: %s", store)
                    .isNotEmpty();
            contents.forEach(one -> lines.add(
                    "%s %d %s %s".formatted(store, one.start(), HEX.formatHex(one.key()), HEX.formatHex(one.value()))));
        });
        return lines;
    }

    private static Kept kept() throws IOException {
        Map<String, List<Stored>> stores = new TreeMap<>();
        for (String line : Files.readAllLines(STORES)) {
            String[] fields = line.split(" ", -1);
            stores.computeIfAbsent(fields[0], store -> new ArrayList<>())
                    .add(new Stored(HEX.parseHex(fields[2]), HEX.parseHex(fields[3]), Long.parseLong(fields[1])));
        }
        return new Kept(stores);
    }

    private static List<String> topics(Pipeline pipeline) {
        List<String> lines = new ArrayList<>();
        TestBooks.records(Map.of(), Map.of("published.json", LATER.toFile()))
                .forEach((key, value) -> lines.add("%s %s %s".formatted(Topic.PRICES, key, shown(value))));
        for (Topic topic : List.of(
                Topic.LEDGER,
                Topic.TOTALS,
                Topic.BUDGET_ALERTS,
                Topic.BUDGET_STATE,
                Topic.DEAD_LETTERS,
                Topic.PARTIALS,
                Topic.BUDGET_PARTIALS)) {
            for (TestRecord<byte[], byte[]> record : pipeline.read(topic)) {
                var headers = new StringBuilder();
                record.headers()
                        .forEach(header -> headers.append(' ')
                                .append(header.key())
                                .append('=')
                                .append(shown(header.value())));
                lines.add("%s %s %s%s".formatted(topic, shown(record.key()), shown(record.value()), headers));
            }
        }
        return lines;
    }

    /** Returns text as it is, on one line, and other bytes in hexadecimal. */
    private static String shown(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "nothing";
        }
        String text = new String(bytes, UTF_8);
        boolean isText =
                text.chars().allMatch(character -> (character >= ' ' && character < 0x7f) || character == '\n');
        return isText ? text.replace("\n", "\\n") : "0x" + HEX.formatHex(bytes);
    }

    private static void assertMatches(Path file, List<String> lines) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
        assertThat(lines)
                .as("%s: what people have on their disks and topics; see the comment on this class", file)
                .containsExactlyElementsOf(Files.readAllLines(file));
    }
}

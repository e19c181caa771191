package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.pricing.PriceBook;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The daily totals by five dimensions as the DSL suggests them: parse, price, and five times {@code groupBy} with
 * {@code aggregate}. It neither de-duplicates nor keeps a ledger, budgets or dead letters.
 */
final class DslTotals {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int TALLY_BYTES = 6 * Long.BYTES;

    private static final Map<String, Function<LedgerLine, String>> DIMENSIONS = Map.of(
            "task-type", line -> line.attribution().taskType(),
            "team", line -> line.attribution().team(),
            "agent", line -> line.attribution().agent(),
            "model", line -> line.call().model(),
            "team-task-type-model", DslTotals::teamTaskTypeModel);

    private DslTotals() {}

    static Topology topology() {
        PriceBook prices = PriceBook.bundled();
        var builder = new StreamsBuilder();
        KStream<byte[], LedgerLine> lines = builder.stream(
                        Topic.USAGE.topicName(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> price(prices, value));
        DIMENSIONS.forEach((name, dimension) -> total(lines, name, dimension));
        return builder.build();
    }

    /** Returns the names of the groups, after each of which a topic between is named. */
    static Set<String> dimensions() {
        return DIMENSIONS.keySet();
    }

    private static String teamTaskTypeModel(LedgerLine line) {
        Attribution attribution = line.attribution();
        return attribution.team()
                + '\t'
                + attribution.taskType()
                + '\t'
                + line.call().model();
    }

    private static LedgerLine price(PriceBook prices, byte[] value) {
        UsageEvent event = UsageEventJson.read(value);
        return LedgerLine.of(
                event,
                prices.price(
                        event.call(),
                        event.attribution().team(),
                        event.usage(),
                        event.usageStatus(),
                        event.timestamp()),
                Instant.now());
    }

    private static void total(KStream<byte[], LedgerLine> lines, String name, Function<LedgerLine, String> dimension) {
        Serde<Tally> tallies = Serdes.serdeFrom((topic, tally) -> write(tally), (topic, bytes) -> read(bytes));
        lines.map((key, line) -> KeyValue.pair(dimension.apply(line), line.tally()))
                .groupByKey(Grouped.with(name, Serdes.String(), tallies))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(DAY))
                .aggregate(
                        () -> read(new byte[TALLY_BYTES]),
                        (key, tally, total) -> total.plus(tally),
                        Materialized.<String, Tally, WindowStore<Bytes, byte[]>>as(name)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(tallies));
    }

    private static byte[] write(Tally tally) {
        return ByteBuffer.allocate(TALLY_BYTES)
                .putLong(tally.calls())
                .putLong(tally.promptTokens())
                .putLong(tally.completionTokens())
                .putLong(tally.cost().dollars())
                .putLong(tally.cost().fraction())
                .putLong(tally.unpricedCalls())
                .array();
    }

    private static Tally read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Tally(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                new Money(buffer.getLong(), buffer.getLong()),
                buffer.getLong());
    }
}

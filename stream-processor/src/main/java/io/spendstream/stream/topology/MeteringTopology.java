package io.spendstream.stream.topology;

import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.stream.budget.BudgetPartitioner;
import io.spendstream.stream.budget.BudgetProcessor;
import io.spendstream.stream.budget.BudgetSettings;
import io.spendstream.stream.budget.Definitions;
import io.spendstream.stream.budget.SpendProcessor;
import io.spendstream.stream.intake.Arrivals;
import io.spendstream.stream.intake.IntakeProcessor;
import io.spendstream.stream.ledger.LedgerProcessor;
import io.spendstream.stream.ledger.OrderProcessor;
import io.spendstream.stream.ledger.PriceSource;
import io.spendstream.stream.timing.BeforeCommit;
import io.spendstream.stream.totals.CellPartitioner;
import io.spendstream.stream.totals.PartialKey;
import io.spendstream.stream.totals.Scope;
import io.spendstream.stream.totals.TallyProcessor;
import io.spendstream.stream.totals.TotalsFormat;
import io.spendstream.stream.totals.TotalsProcessor;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The path of an event:
 *
 * <pre>
 * stage 1, per partition of the usage topic
 *   usage ─► intake ─► ledger ──────────────────► ledger topic
 *              │         ├─► tally ─────────────► partials topic
 *              ├─────────┼──►┘ └─► spend ───────► budget partials topic
 *              ├─────────┴──────────────────────► dead letters
 *   corrections ─► order ─► as ledger
 *
 * stage 2, per partition of the partials topic
 *   partials ─► totals ─────────────────────────► totals topic
 *
 * stage 2, per partition of the budget partials topic
 *   budget partials ─► budget ──────────────────► budget alerts, budget states
 *
 * whole, in each process
 *   prices ─► price follower ···► ledger asks it
 *   budgets ─► definition ─► followed by spend and budget
 * </pre>
 *
 * <p>Every node and store has a name of its own: a generated name would change with the next step that is added, and
 * the state kept under it would be lost without a word.
 */
public final class MeteringTopology {
    private static final String USAGE = "usage";
    private static final String INTAKE = "intake";
    private static final String LEDGER = "ledger";
    private static final String ORDERS = "orders";
    private static final String ORDER = "order";
    private static final String TALLY = "tally";
    private static final String LEDGER_OUT = "ledger-out";
    private static final String PARTIALS_OUT = "partials-out";
    private static final String REFUSED_USAGE_OUT = "refused-usage-out";

    private static final String PARTIALS = "partials";
    private static final String TOTALS = "totals";
    private static final String DEFINITIONS = "definitions";
    private static final String DEFINITION = "definition";
    private static final String DEFINITIONS_STORE = "definitions-unused";
    private static final String SPEND = "spend";
    private static final String BUDGET_PARTIALS_OUT = "budget-partials-out";
    private static final String BUDGET_PARTIALS = "budget-partials";
    private static final String BUDGET = "budget";
    private static final String REFUSED_BUDGETS_OUT = "refused-budgets-out";
    private static final String TOTALS_OUT = "totals-out";
    private static final String ALERTS_OUT = "alerts-out";
    private static final String STATES_OUT = "states-out";
    private static final String REFUSED_OUT = "refused-out";

    private static final String PRICES = "prices";
    private static final String PRICES_STORE = "price-files";
    private static final String PRICES_FOLLOWER = "price-follower";

    private static final ByteArraySerializer BYTES = new ByteArraySerializer();
    private static final ByteArrayDeserializer FROM_BYTES = new ByteArrayDeserializer();

    private MeteringTopology() {}

    /** Returns the topology for {@code settings}, in which {@code prices} say what usage costs. */
    public static Topology of(MeteringSettings settings, PriceSource prices) {
        return into(new Topology(), settings, prices);
    }

    /** Builds it in {@code topology}, which is empty: a simulation's, say, that keeps its stores in memory. */
    static Topology into(Topology topology, MeteringSettings settings, PriceSource prices) {
        return into(topology, settings, prices, new Definitions(settings.standingBudget()), null);
    }

    /**
     * Returns it with {@code definitions} that its caller looks at too, for the usage topic whose id is {@code
     * usageTopic}; state that was made from another is refused.
     */
    public static Topology of(
            MeteringSettings settings, PriceSource prices, Definitions definitions, @Nullable UUID usageTopic) {
        return into(new Topology(), settings, prices, definitions, usageTopic);
    }

    private static Topology into(
            Topology topology,
            MeteringSettings settings,
            PriceSource prices,
            Definitions definitions,
            @Nullable UUID usageTopic) {
        addStageOne(topology, settings, prices, definitions, usageTopic);
        addStageTwo(topology, settings);
        addBudgets(topology, settings.budgets(), definitions);
        addPrices(topology, prices);
        return topology;
    }

    private static void addPrices(Topology topology, PriceSource prices) {
        topology.addGlobalStore(
                unusedStore(PRICES_STORE),
                PRICES,
                FROM_BYTES,
                FROM_BYTES,
                Topic.PRICES.topicName(),
                PRICES_FOLLOWER,
                prices::follower);
    }

    private static void addStageOne(
            Topology topology,
            MeteringSettings settings,
            PriceSource prices,
            Definitions definitions,
            @Nullable UUID usageTopic) {
        var window = settings.window();
        var ledger = settings.ledger();
        var intakeExits = new IntakeProcessor.Exits(LEDGER, REFUSED_USAGE_OUT, TALLY);
        var ledgerExits = new LedgerProcessor.Exits(LEDGER_OUT, REFUSED_USAGE_OUT, TALLY);
        var tallyExits = new TallyProcessor.Exits(PARTIALS_OUT, SPEND);
        topology.addSource(USAGE, FROM_BYTES, FROM_BYTES, Topic.USAGE.topicName())
                .addProcessor(INTAKE, () -> new IntakeProcessor(window, usageTopic, intakeExits), USAGE)
                .addProcessor(LEDGER, () -> new LedgerProcessor(prices, ledger, ledgerExits), INTAKE)
                .addSource(ORDERS, FROM_BYTES, FROM_BYTES, Topic.CORRECTIONS.topicName())
                .addProcessor(ORDER, () -> new OrderProcessor(ledger, ledgerExits), ORDERS)
                .addStateStore(store(Arrivals.STORE), INTAKE, LEDGER, ORDER)
                .addProcessor(
                        TALLY,
                        () -> new TallyProcessor(settings.flushInterval(), settings.cellMemory(), tallyExits),
                        INTAKE,
                        LEDGER,
                        ORDER)
                .addStateStore(uncachedStore(TallyProcessor.STORE), TALLY)
                .addStateStore(BeforeCommit.builder(TallyProcessor.BEFORE_COMMIT), TALLY)
                .addProcessor(SPEND, () -> new SpendProcessor(definitions, settings.budgets()), TALLY)
                .addStateStore(uncachedStore(SpendProcessor.CELLS_STORE), SPEND)
                .addStateStore(uncachedStore(SpendProcessor.PARTIALS_STORE), SPEND)
                .addStateStore(BeforeCommit.builder(SpendProcessor.BEFORE_COMMIT), SPEND)
                .addStateStore(store(SpendProcessor.BOOK_STORE), SPEND);
        ledger.stores().forEach(store -> topology.addStateStore(store, LEDGER, ORDER));
        topology.addSink(LEDGER_OUT, Topic.LEDGER.topicName(), BYTES, BYTES, LEDGER, ORDER)
                .addSink(REFUSED_USAGE_OUT, Topic.DEAD_LETTERS.topicName(), BYTES, BYTES, INTAKE, LEDGER, ORDER)
                .addSink(
                        PARTIALS_OUT,
                        Topic.PARTIALS.topicName(),
                        serializer(TotalsFormat::writePartialKey),
                        serializer(TotalsFormat::writeTally),
                        new CellPartitioner<PartialKey>(key -> key.cell().scope()),
                        TALLY);
    }

    private static void addStageTwo(Topology topology, MeteringSettings settings) {
        var totalsExits = new TotalsProcessor.Exits(TOTALS_OUT, REFUSED_OUT);
        topology.addSource(AutoOffsetReset.earliest(), PARTIALS, FROM_BYTES, FROM_BYTES, Topic.PARTIALS.topicName())
                .addProcessor(
                        TOTALS,
                        () -> new TotalsProcessor(settings.flushInterval(), settings.totalMemory(), totalsExits),
                        PARTIALS)
                .addStateStore(uncachedStore(TotalsProcessor.SOURCE_PARTIALS_STORE), TOTALS)
                .addStateStore(uncachedStore(TotalsProcessor.TOTALS_STORE), TOTALS)
                .addStateStore(BeforeCommit.builder(TotalsProcessor.BEFORE_COMMIT), TOTALS)
                .addSink(
                        TOTALS_OUT,
                        Topic.TOTALS.topicName(),
                        serializer(TotalJson::writeKey),
                        serializer(TotalJson::writeTotal),
                        new CellPartitioner<TotalKey>(Scope::of),
                        TOTALS)
                .addSink(REFUSED_OUT, Topic.DEAD_LETTERS.topicName(), BYTES, BYTES, TOTALS);
    }

    private static void addBudgets(Topology topology, BudgetSettings settings, Definitions definitions) {
        var exits = new BudgetProcessor.Exits(ALERTS_OUT, STATES_OUT, REFUSED_BUDGETS_OUT);
        topology.addGlobalStore(
                        unusedStore(DEFINITIONS_STORE),
                        DEFINITIONS,
                        FROM_BYTES,
                        FROM_BYTES,
                        Topic.BUDGETS.topicName(),
                        DEFINITION,
                        definitions::follower)
                .addSink(
                        BUDGET_PARTIALS_OUT,
                        Topic.BUDGET_PARTIALS.topicName(),
                        serializer(SpendProcessor::writeKey),
                        serializer(SpendProcessor::writeValue),
                        new BudgetPartitioner(),
                        SPEND)
                .addSource(
                        AutoOffsetReset.earliest(),
                        BUDGET_PARTIALS,
                        FROM_BYTES,
                        FROM_BYTES,
                        Topic.BUDGET_PARTIALS.topicName())
                .addProcessor(BUDGET, () -> new BudgetProcessor(definitions, settings, exits), BUDGET_PARTIALS);
        for (String store : BudgetProcessor.STORES) {
            topology.addStateStore(store(store), BUDGET);
        }
        topology.addSink(
                        ALERTS_OUT,
                        Topic.BUDGET_ALERTS.topicName(),
                        new StringSerializer(),
                        serializer(BudgetAlertJson::write),
                        BUDGET)
                .addSink(STATES_OUT, Topic.BUDGET_STATE.topicName(), BYTES, serializer(BudgetStateJson::write), BUDGET)
                .addSink(REFUSED_BUDGETS_OUT, Topic.DEAD_LETTERS.topicName(), BYTES, BYTES, BUDGET);
    }

    /** Returns the store a global processor must have; what it follows is small and kept by itself. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> unusedStore(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** Returns a store that survives a crash through its changelog, and writes each key once per transaction. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
        return uncachedStore(name).withCachingEnabled();
    }

    /** Returns one whose user writes each key once per transaction himself. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> uncachedStore(String name) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
    }

    private static <T> Serializer<T> serializer(Function<T, byte[]> writer) {
        return (topic, value) -> value == null ? null : writer.apply(value);
    }
}

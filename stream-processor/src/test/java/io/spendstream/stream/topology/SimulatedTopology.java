package io.spendstream.stream.topology;

import io.spendstream.stream.dedupe.SeenEvents;
import io.spendstream.stream.ledger.PriceSource;
import io.spendstream.stream.timing.BeforeCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The topology with the same processors, whose stores are in memory: a driver starts and stops in milliseconds. What the
 * stores held can be taken out, and put into those of the next driver before its processors look, as after a restart.
 */
public final class SimulatedTopology extends Topology {
    private static final Duration WINDOW = Duration.ofMillis(1);
    private static final Set<String> WINDOW_STORES = Set.of(SeenEvents.STORE, "corrected");

    private final Duration memory;
    private final Kept kept;
    private final Fault fault;
    private final Map<String, List<String>> storesByProcessor = new HashMap<>();
    private final List<String> stores = new ArrayList<>();
    private final Set<String> loaded = new HashSet<>();

    /** What stores held when a driver was stopped, by their names. */
    public record Kept(Map<String, List<Stored>> stores) {
        /** Nothing: the first start. */
        public static final Kept NOTHING = new Kept(Map.of());
    }

    /**
     * One thing a store held.
     *
     * @param key its key
     * @param value its value
     * @param start where it stands in a window store; 0 elsewhere
     */
    @SuppressWarnings("ArrayRecordComponent") // carried from one store to another, never compared
    public record Stored(byte[] key, byte[] value, long start) {}

    /** Something that is wrong with a topology on purpose, so that a test can show that it would be noticed. */
    public interface Fault {
        /** Nothing is wrong. */
        Fault NONE = new Fault() {};

        /** Returns what {@code processor} is given where it should be given {@code record}. */
        default <K, V> List<Record<K, V>> instead(String processor, Record<K, V> record) {
            return List.of(record);
        }

        /** Returns whether a restart loses what {@code store} held. */
        default boolean forgets(String store) {
            return false;
        }
    }

    private SimulatedTopology(Duration memory, Kept kept, Fault fault) {
        this.memory = memory;
        this.kept = kept;
        this.fault = fault;
    }

    /** Returns one whose stores begin with what was {@code kept}. */
    public static SimulatedTopology of(MeteringSettings settings, PriceSource prices, Kept kept, Fault fault) {
        var topology = new SimulatedTopology(SeenEvents.memory(settings.window()), kept, fault);
        MeteringTopology.into(topology, settings, prices);
        return topology;
    }

    @Override
    public synchronized <S extends StateStore> Topology addStateStore(StoreBuilder<S> builder, String... processors) {
        if (builder instanceof BeforeCommit.Builder) {
            return super.addStateStore(builder, processors);
        }
        stores.add(builder.name());
        for (String processor : processors) {
            storesByProcessor
                    .computeIfAbsent(processor, name -> new ArrayList<>())
                    .add(builder.name());
        }
        return super.addStateStore(inMemory(builder.name()), processors);
    }

    private StoreBuilder<?> inMemory(String name) {
        StoreBuilder<?> builder = WINDOW_STORES.contains(name)
                ? Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(name, memory, WINDOW, false), Serdes.ByteArray(), Serdes.ByteArray())
                : Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
        return builder.withLoggingDisabled().withCachingDisabled();
    }

    @Override
    public synchronized <K, V, L, W> Topology addProcessor(
            String name, ProcessorSupplier<K, V, L, W> supplier, String... parents) {
        return super.addProcessor(name, () -> new Begun<>(name, supplier.get()), parents);
    }

    /** Returns what the stores hold in {@code driver}, which runs this topology. */
    public Kept keep(TopologyTestDriver driver) {
        Map<String, List<Stored>> contents = new HashMap<>();
        for (String name : stores) {
            if (fault.forgets(name)) {
                continue;
            }
            List<Stored> stored = new ArrayList<>();
            if (WINDOW_STORES.contains(name)) {
                WindowStore<byte[], byte[]> store = driver.getWindowStore(name);
                try (KeyValueIterator<Windowed<byte[]>, byte[]> all = store.all()) {
                    all.forEachRemaining(one -> stored.add(new Stored(
                            one.key.key(), one.value, one.key.window().start())));
                }
            } else {
                KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(name);
                try (KeyValueIterator<byte[], byte[]> all = store.all()) {
                    all.forEachRemaining(one -> stored.add(new Stored(one.key, one.value, 0)));
                }
            }
            contents.put(name, stored);
        }
        return new Kept(contents);
    }

    private void load(ProcessorContext<?, ?> context, String name) {
        List<Stored> contents = kept.stores().getOrDefault(name, List.of());
        if (!loaded.add(name)) {
            return;
        }
        if (WINDOW_STORES.contains(name)) {
            WindowStore<byte[], byte[]> store = context.getStateStore(name);
            contents.forEach(one -> store.put(one.key(), one.value(), one.start()));
        } else {
            KeyValueStore<byte[], byte[]> store = context.getStateStore(name);
            store.putAll(contents.stream()
                    .map(one -> KeyValue.pair(one.key(), one.value()))
                    .toList());
        }
    }

    /** A processor whose stores hold what was kept before it begins. */
    private final class Begun<K, V, L, W> implements Processor<K, V, L, W> {
        private final String name;
        private final Processor<K, V, L, W> processor;

        Begun(String name, Processor<K, V, L, W> processor) {
            this.name = name;
            this.processor = processor;
        }

        @Override
        public void init(ProcessorContext<L, W> context) {
            storesByProcessor.getOrDefault(name, List.of()).forEach(store -> load(context, store));
            processor.init(context);
        }

        @Override
        public void process(Record<K, V> record) {
            fault.instead(name, record).forEach(processor::process);
        }

        @Override
        public void close() {
            processor.close();
        }
    }

    /** Returns the settings a simulation runs with. */
    public static MeteringSettings settings() {
        return MeteringSettings.defaults(new MeteringSettings.Partitions(1, 1));
    }

    /** Returns how long a driver must wait for what changed to be passed on. */
    public static Duration flushInterval() {
        return settings().flushInterval();
    }
}

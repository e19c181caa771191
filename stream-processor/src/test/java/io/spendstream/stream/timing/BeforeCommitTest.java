package io.spendstream.stream.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Kafka Streams does what a processor asks to be done before a commit, in the release that is used. */
final class BeforeCommitTest {
    private static final String STORE = "store";
    private static final String HOOK = "hook";

    /** Remembers the latest record, and writes it to its store when a commit is near. */
    private static final class Rememberer extends ContextualProcessor<byte[], byte[], Void, Void> {
        private byte[] latest = {};

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            KeyValueStore<byte[], byte[]> store = context.getStateStore(STORE);
            BeforeCommit beforeCommit = context.getStateStore(HOOK);
            beforeCommit.set(() -> store.put(new byte[] {1}, latest));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            latest = record.value();
        }
    }

    @Test
    void aTaskThatIsMadeAnewForgetsWhatItsProcessorsWereToWrite() {
        var context = new MockProcessorContext<>().getStateStoreContext();
        BeforeCommit beforeCommit = BeforeCommit.builder(HOOK).build();
        List<String> written = new ArrayList<>();
        beforeCommit.init(context, beforeCommit);
        beforeCommit.set(() -> written.add("of the first"));

        beforeCommit.close();
        beforeCommit.init(context, beforeCommit);
        beforeCommit.flushCache();
        assertThat(written).isEmpty();

        beforeCommit.set(() -> written.add("of the second"));
        beforeCommit.flushCache();
        assertThat(written).containsExactly("of the second");

        beforeCommit.clearCache();
        beforeCommit.flushCache();
        assertThat(written).hasSize(1);
    }

    @Test
    void whatIsRememberedIsInTheStoreAndItsChangelogWhenTheTransactionIsCommitted() {
        var topology = new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor("rememberer", Rememberer::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()),
                        "rememberer")
                .addStateStore(BeforeCommit.builder(HOOK), "rememberer");
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "before-commit");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        try (var driver = new TopologyTestDriver(topology, settings)) {
            driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new byte[0], new byte[] {7});

            KeyValueStore<byte[], byte[]> store = driver.getKeyValueStore(STORE);
            assertThat(store.get(new byte[] {1})).containsExactly(7);
            assertThat(driver.producedTopicNames()).contains("before-commit-store-changelog");
        }
    }
}

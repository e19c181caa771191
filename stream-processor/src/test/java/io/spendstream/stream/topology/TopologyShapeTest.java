package io.spendstream.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Topic;
import io.spendstream.stream.timing.BeforeCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.junit.jupiter.api.Test;

/**
 * The names of nodes, stores and topics, what is connected to what, and in which form each store is kept. What is kept
 * under a name is found again under that name only: Kafka Streams looks for the changelog {@code
 * <application id>-<store>-changelog}, on as many partitions as the sub-topology has tasks, and for files under {@code
 * <sub-topology>_<partition>/rocksdb/<store>}.
 */
final class TopologyShapeTest {
    private static final String WHAT_IT_MEANS = """
            The shape of the topology changed. What is kept belongs to the shape it was kept in:
            - a store that is renamed, moved to another sub-topology or of another kind begins empty, and the events, \
            totals and alerts it remembered are forgotten: events would count twice, alerts be sent twice;
            - a sub-topology whose number changes leaves its files behind; its changelogs are read again, which is slow, \
            and is all right;
            - a store without a changelog is lost with its disk;
            - sources of one sub-topology share their stores by partition, so their topics need the same number of \
            partitions, and records of one event the same partition.
            Whoever means it says how state gets from the old shape to the new one (docs/decisions), and rewrites \
            src/test/resources/%s with -Dgolden.update=true.""";

    @Test
    void theTopologyHasTheShapeItAlwaysHad() throws IOException {
        String shape = MeteringTopology.of(settings(), TestPrices.always(TestPrices.PRICER))
                .describe()
                .toString();

        assertMatches("topology-shape.txt", shape.strip());
    }

    @Test
    void everyStoreIsOfTheKindItAlwaysWas() throws IOException {
        var stores = new StoreList();

        MeteringTopology.into(stores, settings(), TestPrices.always(TestPrices.PRICER));

        assertMatches("topology-stores.txt", String.join("\n", stores.lines));
    }

    @Test
    void onlyTopicsThatArePartitionedAlikeMeetInAStore() {
        Set<Set<String>> together =
                MeteringTopology.of(settings(), TestPrices.always(TestPrices.PRICER))
                        .describe()
                        .subtopologies()
                        .stream()
                        .map(TopologyShapeTest::topicsOf)
                        .filter(topics -> topics.size() > 1)
                        .collect(Collectors.toSet());

        // a process refuses to start if these two have different numbers of partitions
        assertThat(together)
                .as(WHAT_IT_MEANS, "topology-shape.txt")
                .containsExactly(Set.of(Topic.USAGE.topicName(), Topic.CORRECTIONS.topicName()));
    }

    private static Set<String> topicsOf(TopologyDescription.Subtopology subtopology) {
        return subtopology.nodes().stream()
                .filter(node -> node instanceof TopologyDescription.Source)
                .flatMap(source -> ((TopologyDescription.Source) source).topicSet().stream())
                .collect(Collectors.toSet());
    }

    private static MeteringSettings settings() {
        return MeteringSettings.defaults(new MeteringSettings.Partitions(6, 6));
    }

    /** Notes which stores are added to it, and how they are kept. */
    private static final class StoreList extends Topology {
        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized <S extends StateStore> Topology addStateStore(StoreBuilder<S> store, String... processors) {
            StateStore built = store.build();
            String kind = built instanceof WindowStore<?, ?>
                    ? "window store"
                    : built instanceof BeforeCommit ? "holds nothing" : "key-value store";
            lines.add("%s: %s, %s%s, changelog %s %s, of %s"
                    .formatted(
                            store.name(),
                            built.persistent() ? "on disk" : "in memory",
                            kind,
                            isCached(built) ? ", cached" : "",
                            store.loggingEnabled() ? "<application id>-" + store.name() + "-changelog" : "none",
                            new TreeMap<>(store.logConfig()),
                            String.join(", ", processors)));
            return super.addStateStore(store, processors);
        }
    }

    /** What is written before a commit must go to stores without a cache, which may have been written out by then. */
    private static boolean isCached(StateStore store) {
        return store instanceof WrappedStateStore<?, ?, ?> wrapper
                && (wrapper.wrapped().getClass().getSimpleName().startsWith("Caching") || isCached(wrapper.wrapped()));
    }

    private static void assertMatches(String resource, String seen) throws IOException {
        Path file = Path.of("src", "test", "resources", resource);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, seen + "\n");
        }
        assertThat(seen)
                .as(WHAT_IT_MEANS, resource)
                .isEqualTo(Files.readString(file).strip());
    }
}

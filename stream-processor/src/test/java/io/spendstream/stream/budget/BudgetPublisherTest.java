package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.stream.totals.CellPartitioner;
import io.spendstream.stream.totals.Scope;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Where definitions are written. */
final class BudgetPublisherTest {
    private static final int PARTITIONS = 6;
    private static final Budget CARE =
            new Budget("care", "Care", Dimension.TEAM, List.of("care"), Money.of("5"), List.of(BigDecimal.ONE));

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            cluster(), true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final BudgetPublisher publisher = new BudgetPublisher(producer);

    private static Cluster cluster() {
        var node = new Node(1, "localhost", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new PartitionInfo(
                        Topic.BUDGETS.topicName(), partition, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
    }

    @Test
    void aBudgetIsDefinedWhereItsTotalsAre() throws Exception {
        publisher.publish(CARE);

        ProducerRecord<byte[], byte[]> last = producer.history().get(PARTITIONS - 1);
        assertThat(last.partition()).isEqualTo(CellPartitioner.partition(Scope.of(CARE), PARTITIONS));
        assertThat(last.key()).asString().isEqualTo("care");
        assertThat(BudgetJson.read(last.value())).isEqualTo(CARE);
    }

    @Test
    void anOlderDefinitionElsewhereIsDeletedFirst() throws Exception {
        publisher.publish(CARE);

        assertThat(producer.history().subList(0, PARTITIONS - 1))
                .allSatisfy(record -> assertThat(record.value()).isNull())
                .extracting(ProducerRecord::partition)
                .doesNotHaveDuplicates()
                .doesNotContain(CellPartitioner.partition(Scope.of(CARE), PARTITIONS));
    }

    @Test
    void aBudgetIsDeletedWhereverItIs() throws Exception {
        publisher.delete("care");

        assertThat(producer.history())
                .hasSize(PARTITIONS)
                .allSatisfy(record -> {
                    assertThat(record.value()).isNull();
                    assertThat(new String(record.key(), UTF_8)).isEqualTo("care");
                })
                .extracting(ProducerRecord::partition)
                .doesNotHaveDuplicates();
    }
}

package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private static final int PARTITIONS_MAX = 8;

    private final Admin admin = broker();

    /** Returns a broker whose partitions, once they are there, end where they begin. */
    private static Admin broker() {
        MockAdminClient broker = MockAdminClient.create().numBrokers(1).build();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Topic topic : Topic.all()) {
            for (int partition = 0; partition < PARTITIONS_MAX; partition++) {
                ends.put(new TopicPartition(topic.topicName(), partition), 0L);
            }
        }
        broker.updateEndOffsets(ends);
        return broker;
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void createsEveryTopicThatIsMissing() throws Exception {
        create(Topic.LEDGER, 3, Topic.LEDGER.settings());

        TopicSetup.ensure(admin, 4, (short) 1);

        assertThat(admin.listTopics().names().get())
                .containsExactlyInAnyOrderElementsOf(
                        Topic.all().stream().map(Topic::topicName).toList());
        assertThat(TopicSetup.partitionsOf(admin, Topic.USAGE)).isEqualTo(4);
        assertThat(TopicSetup.partitionsOf(admin, Topic.LEDGER)).isEqualTo(3);
    }

    @Test
    void changesNothingWhenItRunsAgain() throws Exception {
        TopicSetup.ensure(admin, 4, (short) 1);

        TopicSetup.ensure(admin, 8, (short) 1);

        assertThat(TopicSetup.partitionsOf(admin, Topic.USAGE)).isEqualTo(4);
    }

    @Test
    void refusesATopicThatIsStampedByTheProducerAndSaysHowToMendIt() throws Exception {
        create(Topic.USAGE, 4, with(Topic.USAGE, "message.timestamp.type", "CreateTime"));

        assertThatIllegalStateException()
                .isThrownBy(() -> TopicSetup.ensure(admin, 4, (short) 1))
                .withMessageContaining("topic spendstream.usage has message.timestamp.type=CreateTime")
                .withMessageEndingWith(
                        "kafka-configs.sh --alter --topic spendstream.usage --add-config message.timestamp.type=LogAppendTime");
    }

    @Test
    void refusesALedgerThatWouldBeCompactedToOneEntryPerEvent() throws Exception {
        create(Topic.LEDGER, 4, with(Topic.LEDGER, "cleanup.policy", "compact"));

        assertThatIllegalStateException()
                .isThrownBy(() -> TopicSetup.ensure(admin, 4, (short) 1))
                .withMessageContaining("topic spendstream.ledger has cleanup.policy=compact")
                .withMessageEndingWith("--add-config cleanup.policy=delete");
    }

    @Test
    void refusesTotalsThatWouldBeDeletedByAge() throws Exception {
        create(Topic.TOTALS, 4, with(Topic.TOTALS, "cleanup.policy", "delete"));

        assertThatIllegalStateException()
                .isThrownBy(() -> TopicSetup.ensure(admin, 4, (short) 1))
                .withMessageContaining("topic spendstream.totals has cleanup.policy=delete");
    }

    @Test
    void givesThePriceBookOnePartitionSoThatItsRecordsKeepTheirOrder() throws Exception {
        TopicSetup.ensure(admin, 4, (short) 1);

        assertThat(TopicSetup.partitionsOf(admin, Topic.PRICES)).isEqualTo(1);
    }

    @Test
    void givesCorrectionsThePartitionsOfTheEventsTheyCorrect() throws Exception {
        create(Topic.USAGE, 7, Topic.USAGE.settings());

        TopicSetup.ensure(admin, 4, (short) 1);

        assertThat(TopicSetup.partitionsOf(admin, Topic.CORRECTIONS)).isEqualTo(7);
    }

    @Test
    void refusesCorrectionsThatWouldMissTheEventsTheyCorrect() throws Exception {
        create(Topic.CORRECTIONS, 2, Topic.CORRECTIONS.settings());

        assertThatIllegalStateException()
                .isThrownBy(() -> TopicSetup.ensure(admin, 4, (short) 1))
                .withMessage(
                        "topics spendstream.corrections and spendstream.usage must have the same number of partitions: 2 and 4");
    }

    private void create(Topic topic, int partitions, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic.topicName(), partitions, (short) 1).configs(settings)))
                .all()
                .get();
    }

    private static Map<String, String> with(Topic topic, String setting, String value) {
        var settings = new HashMap<>(topic.settings());
        settings.put(setting, value);
        return settings;
    }
}

package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTest {
    private static final Set<Topic> TABLES = EnumSet.of(
            Topic.PRICES, Topic.BUDGETS, Topic.PARTIALS, Topic.BUDGET_PARTIALS, Topic.TOTALS, Topic.BUDGET_STATE);

    private static final Set<Topic> EXPIRING = EnumSet.of(Topic.ALERT_DELIVERIES, Topic.DEAD_LETTER_REPLAYS);

    @Test
    void stampsEveryRecordWhenTheBrokerTakesItSoThatOldEventsAreNotDeletedUnread() {
        for (Topic topic : Topic.all()) {
            assertThat(topic.settings()).as("%s", topic).containsEntry("message.timestamp.type", "LogAppendTime");
        }
    }

    @Test
    void compactsTablesAndNothingElse() {
        for (Topic topic : Topic.all()) {
            String policy = EXPIRING.contains(topic) ? "compact,delete" : "delete";
            assertThat(topic.settings())
                    .as("%s", topic)
                    .containsEntry("cleanup.policy", TABLES.contains(topic) ? "compact" : policy);
        }
    }

    @Test
    void keepsEveryLogAndWhatBecameOfItsRecordsForThirtyDays() {
        for (Topic topic : EnumSet.complementOf(EnumSet.copyOf(TABLES))) {
            assertThat(topic.settings()).as("%s", topic).containsEntry("retention.ms", "2592000000");
        }
    }

    @Test
    void whateverFitsTheUsageTopicFitsTheDeadLettersWithItsHeaders() {
        int usage = Integer.parseInt(Topic.USAGE.settings().get("max.message.bytes"));
        int deadLetters = Integer.parseInt(Topic.DEAD_LETTERS.settings().get("max.message.bytes"));

        assertThat(usage).isGreaterThan(UsageEventJson.RECORD_BYTES_MAX);
        assertThat(deadLetters).isGreaterThan(usage + 4096).isEqualTo(Topic.REQUEST_BYTES_MAX);
    }

    @Test
    void hasNamesOfOneFamilyThatAreAllDifferent() {
        var names = new HashSet<String>();
        for (Topic topic : Topic.all()) {
            assertThat(topic.topicName()).matches("spendstream\\.[a-z-]+").isEqualTo(topic.toString());
            names.add(topic.topicName());
        }
        assertThat(names).hasSize(Topic.values().length);
    }
}

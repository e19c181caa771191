package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts into the topics as many sessions and budgets as are wanted. */
final class Fleet implements AutoCloseable {
    private static final int AGENTS = 2_000;
    private static final int TEAMS = 20;

    private final EventId ids = EventId.system();
    private final KafkaProducer<byte[], byte[]> producer;

    Fleet(String servers) {
        producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "linger.ms", "20", "batch.size", "262144"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Gives each session a budget to itself, so that the stream processor keeps what each of them spent. */
    void budgetOfEachSession() {
        define(Budget.builder("each-session", BudgetAmount.usd(Money.of("100")))
                .each(BudgetDimension.SESSION)
                .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneOffset.UTC))
                .build());
    }

    /** Gives {@code count} agents a daily budget each; those beyond the agents there are get no events. */
    void budgetsOfAgents(int count) {
        for (int i = 0; i < count; i++) {
            define(Budget.builder("agent-" + i, BudgetAmount.usd(Money.of("100000")))
                    .scope(BudgetDimension.AGENT, "agent-" + i)
                    .build());
        }
    }

    /** Sends {@code count} events of {@code sessions} sessions, in turn. */
    void send(int count, int sessions) {
        for (int i = 0; i < count; i++) {
            int agent = i % AGENTS;
            Attribution attribution = Attribution.builder("session-" + i % sessions)
                    .team("team-" + agent % TEAMS)
                    .agent("agent-" + agent)
                    .taskType("task")
                    .build();
            UsageEvent event = UsageEvent.of(
                    ids.mint(),
                    Instant.now(),
                    attribution,
                    ModelCall.of("openai", "gpt-4o"),
                    UsageCounts.of(1_000 + i % 10_000, 200 + i % 1_000));
            send(Topic.USAGE, event.eventId(), UsageEventJson.write(event));
        }
    }

    private void define(Budget budget) {
        send(Topic.BUDGETS, budget.id(), BudgetJson.write(budget));
    }

    private void send(Topic topic, String key, byte[] value) {
        var unused =
                producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() {
        producer.close();
    }
}

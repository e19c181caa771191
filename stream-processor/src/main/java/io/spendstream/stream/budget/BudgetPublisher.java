package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Defines and deletes budgets, on behalf of people. Publishing again after a failure is harmless. */
public final class BudgetPublisher implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    /** Creates a publisher with the given client settings, such as {@code bootstrap.servers}. */
    public BudgetPublisher(Map<String, ?> kafkaSettings) {
        this(new KafkaProducer<>(
                producerSettings(kafkaSettings), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    BudgetPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    private static Map<String, Object> producerSettings(Map<String, ?> kafkaSettings) {
        var settings = new HashMap<String, Object>(kafkaSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }

    /**
     * Puts {@code budget} in force, in place of the one with the same id, and returns when the brokers have it.
     *
     * @throws ExecutionException if they refused it
     */
    public void publish(Budget budget) throws ExecutionException, InterruptedException {
        publish(List.of(budget));
    }

    /** Puts {@code budgets} in force; see {@link #publish(Budget)}. */
    public void publish(Collection<Budget> budgets) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Budget budget : budgets) {
            sent.add(send(budget.id(), BudgetJson.write(budget)));
        }
        await(sent);
    }

    /** Puts {@code budget} out of force; see {@link #delete(String)}. */
    public void delete(Budget budget) throws ExecutionException, InterruptedException {
        delete(budget.id());
    }

    /**
     * Puts the budget with {@code id} out of force, if there is one, and returns when the brokers know.
     *
     * @throws ExecutionException if they refused it
     */
    public void delete(String id) throws ExecutionException, InterruptedException {
        // the standing budget must not come back when the topic is compacted, so its deletion is a record that stays
        await(List.of(send(id, id.equals(Budget.DEFAULT_ID) ? BudgetJson.writeDeleted(id) : null)));
    }

    private Future<RecordMetadata> send(String id, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(Topic.BUDGETS.topicName(), id.getBytes(UTF_8), value));
    }

    private void await(List<Future<RecordMetadata>> sent) throws ExecutionException, InterruptedException {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

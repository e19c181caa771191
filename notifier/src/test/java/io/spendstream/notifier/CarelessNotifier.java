package io.spendstream.notifier;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.notifier.channel.Notice;
import io.spendstream.notifier.delivery.Delivery;
import io.spendstream.notifier.delivery.DeliveryLog;
import io.spendstream.notifier.delivery.DeliveryResult;
import io.spendstream.notifier.delivery.Marks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;

/**
 * A notifier as it must not be: it marks an alert as told before it tells anybody. A test that does not find out about it
 * finds out about nothing.
 *
 * <p>Arguments: bootstrap servers, team, URL of the receiver.
 */
final class CarelessNotifier {
    private static final Duration POLL = Duration.ofMillis(100);

    private CarelessNotifier() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        FailPoint.announce();
        NotifierConfig config = NotifierConfig.of(new HashMap<>(Map.of("bootstrap.servers", arguments[0])));
        var log = new DeliveryLog(new KafkaProducer<>(config.producerSettings()), config.consumerSettings());
        var alerts = List.of(new TopicPartition(Topic.BUDGET_ALERTS.topicName(), 0));
        var marks = new Marks(Topic.RETENTION);
        marks.addAll(log.read(arguments[1], alerts), Instant.now());
        HttpClient http = HttpClient.newHttpClient();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(config.consumerSettings())) {
            consumer.assign(alerts);
            consumer.seekToBeginning(alerts);
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Notice notice = Notice.read(record.value());
                    if (notice.team().equals(Optional.of(arguments[1])) && !marks.has(notice.id())) {
                        var told = new Delivery(
                                arguments[1], notice.id(), DeliveryResult.DELIVERED, 200, 1, Instant.now());
                        log.write(0, told);
                        FailPoint.NOTIFIER_AFTER_MARK.hit();
                        tell(http, URI.create(arguments[2]), notice);
                    }
                }
            }
        }
    }

    private static void tell(HttpClient http, URI receiver, Notice notice) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .header("webhook-id", notice.id().replace(".", "%2E"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(notice.json()))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());
    }
}

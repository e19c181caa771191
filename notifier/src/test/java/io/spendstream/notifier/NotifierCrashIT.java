package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.Victim;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A notifier dies at every point of the way from an alert to the commit of its position, each on its first two visits. One
 * that lives then takes over all their channels: everybody must have been told, and only where the answer had come and its
 * mark had not, twice.
 */
class NotifierCrashIT {
    private static final int HITS = 2;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final List<String> THRESHOLDS = List.of("0.5", "0.8", "1");
    private static final Duration CRASH_MAX = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final Receiver receiver = Receiver.start();
    private final Map<String, Long> sent = new TreeMap<>();
    private TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        kafka = TestKafka.start();
        kafka.createTopics(1);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
        receiver.close();
    }

    @Test
    void everybodyIsToldWhereverTheNotifierDies() throws Exception {
        List<Crash> crashes = Crash.allOf("notifier", HITS);
        for (Crash crash : crashes) {
            send(crash.caseName());
            die(KilledNotifier.class, crash, List.of(propertiesFile(crash.caseName(), settings(List.of(crash)))));
        }

        try (Notifier living = Notifier.start(NotifierConfig.of(settings(crashes)), new SimpleMeterRegistry())) {
            await().atMost(LONG).until(() -> told().keySet().containsAll(sent.keySet()));
            await().atMost(LONG).until(living::isReady);
        }

        Map<String, Long> repeated = new TreeMap<>(told());
        repeated.values().removeIf(times -> times == 1);
        assertThat(told().keySet()).isEqualTo(sent.keySet());
        assertThat(repeated).hasSize(HITS).allSatisfy((id, times) -> {
            assertThat(id).contains("notifier-after-delivery");
            assertThat(times).isEqualTo(2);
        });
    }

    @Test
    void findsOutAboutANotifierThatMarksBeforeItTells() throws Exception {
        var crash = new Crash(FailPoint.NOTIFIER_AFTER_MARK, 2);
        List<String> arguments = List.of(kafka.bootstrapServers(), crash.caseName(), receiver.url("/"));
        send(crash.caseName());
        die(CarelessNotifier.class, crash, arguments);

        try (Victim next = Victim.start(CarelessNotifier.class, null, log(), arguments)) {
            String last = headerOf(Alerts.of(crash.caseName(), "1"));
            await().atMost(LONG).until(() -> told().containsKey(last));
            assertThat(next.isAlive()).isTrue();
        }

        assertThat(sent.keySet().stream().filter(id -> !told().containsKey(id)))
                .containsExactly(headerOf(Alerts.of(crash.caseName(), "0.8")));
    }

    private void die(Class<?> program, Crash crash, List<String> arguments) throws Exception {
        try (Victim notifier = Victim.start(program, crash, log(), arguments)) {
            notifier.awaitCrash(CRASH_MAX);
        }
    }

    private Path log() {
        return folder.resolve("notifiers.log");
    }

    private void send(String team) throws Exception {
        for (String threshold : THRESHOLDS) {
            BudgetAlert alert = Alerts.of(team, threshold);
            byte[] key = alert.allowance().id().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topic.BUDGET_ALERTS.topicName(), key, BudgetAlertJson.write(alert)))
                    .get(30, TimeUnit.SECONDS);
            sent.put(headerOf(alert), 1L);
        }
    }

    /** Returns settings with a channel for each of {@code crashes}, which is told of a team of that name. */
    private Map<String, String> settings(List<Crash> crashes) throws IOException {
        String channels = crashes.stream()
                .map(Crash::caseName)
                .map(name -> "  - {name: %s, type: webhook, url: \"%s\", secrets: [%s], teams: [%s]}\n"
                        .formatted(name, receiver.url("/"), SECRET, name))
                .collect(Collectors.joining());
        Path file = Files.createTempFile(folder, "channels", ".yaml");
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put(
                "channels.file",
                Files.writeString(file, "channels:\n" + channels).toString());
        settings.put("allowed.addresses", "127.0.0.0/8");
        settings.put("kafka.session.timeout.ms", "6000");
        return settings;
    }

    private String propertiesFile(String name, Map<String, String> settings) throws IOException {
        var properties = new Properties();
        settings.forEach(properties::setProperty);
        Path file = folder.resolve(name + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }

    /** Returns how often each alert was told. */
    private Map<String, Long> told() {
        return receiver.requests().stream()
                .map(request -> String.valueOf(request.headers().get("webhook-id")))
                .collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
    }

    private static String headerOf(BudgetAlert alert) {
        return alert.id().replace(".", "%2E");
    }
}

package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.AlertState;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import io.spendstream.notifier.Receiver.Request;
import io.spendstream.testkit.TestKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A notifier on a real broker and receivers on loopback: well, failing, slow, silent and dead. Each test has a team, and
 * so routes, of its own; the topic is everybody's.
 */
class NotifierIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final AtomicInteger TEAMS = new AtomicInteger();

    private static TestKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    @TempDir
    private Path folder;

    private final String team = "team-" + TEAMS.incrementAndGet();
    private final Receiver receiver = Receiver.start();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startKafka() {
        kafka = TestKafka.start();
        kafka.createTopics(3);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafka.close();
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    private static void send(BudgetAlert... alerts) throws Exception {
        for (BudgetAlert alert : alerts) {
            byte[] key = alert.allowance().id().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topic.BUDGET_ALERTS.topicName(), key, BudgetAlertJson.write(alert)))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private String webhook(String name, String url) {
        return "  - {name: %s-%s, type: webhook, url: \"%s\", secrets: [%s], teams: [%s]}\n"
                .formatted(team, name, url, SECRET, team);
    }

    private Map<String, String> settings(String channels) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put(
                "channels.file",
                Files.writeString(folder.resolve("channels.yaml"), "channels:\n" + channels)
                        .toString());
        settings.put("allowed.addresses", "127.0.0.0/8");
        settings.put("retry.backoff.ms", "50");
        settings.put("retry.backoff.max.ms", "200");
        return settings;
    }

    private Notifier start(Map<String, String> settings) {
        Notifier notifier = Notifier.start(NotifierConfig.of(settings), registry);
        opened.add(notifier);
        return notifier;
    }

    private Notifier startReady(Map<String, String> settings) {
        Notifier notifier = start(settings);
        await().atMost(LONG).until(notifier::isReady);
        return notifier;
    }

    private static List<String> idsOf(Receiver receiver) {
        return receiver.requests().stream()
                .map(request -> String.valueOf(request.headers().get("webhook-id")))
                .toList();
    }

    private static String headerOf(BudgetAlert alert) {
        return alert.id().replace(".", "%2E");
    }

    private void awaitIds(Receiver from, BudgetAlert... alerts) {
        String[] ids = Stream.of(alerts).map(NotifierIT::headerOf).toArray(String[]::new);
        await().atMost(LONG).untilAsserted(() -> assertThat(idsOf(from)).containsExactlyInAnyOrder(ids));
    }

    private double counted(String name, String channel, String tag, String value) {
        return registry.get(name)
                .tag("channel", team + "-" + channel)
                .tag(tag, value)
                .counter()
                .count();
    }

    private void awaitSettled(String channel, String result, int count) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(counted("ai.alert.deliveries", channel, "result", result))
                        .isEqualTo(count));
    }

    /** The mark of {@code alert} on {@code channel}, or an empty text. */
    private String markOf(String channel, BudgetAlert alert) {
        String key = "%s-%s/%s".formatted(team, channel, alert.id());
        return kafka.drain(Topic.ALERT_DELIVERIES).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .reduce("", (earlier, later) -> later);
    }

    @Test
    void tellsEachChannelOnceInItsForm() throws Exception {
        BudgetAlert alert = Alerts.of(team, "1");
        startReady(settings(webhook("hook", receiver.url("/hook"))
                + "  - {name: %s-slack, type: slack, url: \"%s\", teams: [%s]}\n"
                        .formatted(team, receiver.url("/slack"), team)
                + "  - {name: %s-am, type: alertmanager, url: \"%s\", teams: [%s]}\n"
                        .formatted(team, receiver.url("/am"), team)
                + "  - {name: %s-pd, type: pagerduty, url: \"%s\", routing_key: %s, teams: [%s]}\n"
                        .formatted(team, receiver.url("/pd"), "0123456789abcdef0123456789abcdef", team)
                + "  - {name: %s-log, type: log, teams: [%s]}\n".formatted(team, team)));

        send(alert);

        for (String channel : List.of("hook", "slack", "am", "pd", "log")) {
            awaitSettled(channel, "delivered", 1);
        }
        assertThat(receiver.requests())
                .extracting(Request::path)
                .containsExactlyInAnyOrder("/hook", "/slack", "/am/api/v2/alerts", "/pd");
        Request hook = receiver.requests().stream()
                .filter(request -> request.path().equals("/hook"))
                .findFirst()
                .orElseThrow();
        assertThat(hook.body()).isEqualTo(new String(BudgetAlertJson.write(alert), StandardCharsets.UTF_8));
        assertThat(hook.headers().get("webhook-signature")).isEqualTo(signatureOf(hook));
        assertThat(markOf("hook", alert)).contains("\"result\":\"delivered\",\"status\":200,\"attempts\":1");
        assertThat(registry.get("ai.alert.last.success.age")
                        .tag("channel", team + "-hook")
                        .gauge()
                        .value())
                .isBetween(-1.0, 60.0);
    }

    /** Verifies as a receiver would, from the standard's text and not with the code that signs. */
    private static String signatureOf(Request request) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
        String signed = request.headers().get("webhook-id")
                + "."
                + request.headers().get("webhook-timestamp")
                + "."
                + request.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void triesAgainWhatTheReceiverCouldNotTake() throws Exception {
        BudgetAlert alert = Alerts.of(team, "0.8");
        receiver.next(Receiver.status(500, "oops"))
                .next(Receiver.hangUp())
                .next(Receiver.status(503, ""))
                .next(Receiver.status(408, ""));
        startReady(settings(webhook("hook", receiver.url("/"))));

        send(alert);

        awaitSettled("hook", "delivered", 1);
        assertThat(idsOf(receiver)).hasSize(5).containsOnly(headerOf(alert));
        assertThat(counted("ai.alert.delivery.failures", "hook", "reason", "server_error"))
                .isEqualTo(3);
        assertThat(counted("ai.alert.delivery.failures", "hook", "reason", "unreachable"))
                .isEqualTo(1);
        assertThat(markOf("hook", alert)).contains("\"attempts\":5");
    }

    @Test
    void leavesAReceiverAloneForAsLongAsItAsks() throws Exception {
        receiver.next(Receiver.status(429, "slow down", "Retry-After", "2"));
        startReady(settings(webhook("hook", receiver.url("/"))));

        send(Alerts.of(team, "0.5"), Alerts.of(team, "0.8"));

        awaitSettled("hook", "delivered", 2);
        List<Long> seconds = receiver.requests().stream()
                .map(request -> Long.valueOf(String.valueOf(request.headers().get("webhook-timestamp"))))
                .toList();
        assertThat(seconds).hasSize(3);
        assertThat(seconds.get(1) - seconds.get(0)).isGreaterThanOrEqualTo(2);
        assertThat(counted("ai.alert.delivery.failures", "hook", "reason", "rate_limited"))
                .isEqualTo(1);
    }

    @Test
    void asksOnceWhereTheAnswerWillNotChange() throws Exception {
        BudgetAlert refused = Alerts.of(team, "0.5");
        BudgetAlert moved = Alerts.of(team, "0.8");
        receiver.next(Receiver.status(400, "no")).next(Receiver.status(301, "", "Location", receiver.url("/new")));
        startReady(settings(webhook("hook", receiver.url("/"))));

        send(refused, moved, Alerts.of(team, "1"));

        awaitSettled("hook", "delivered", 1);
        assertThat(receiver.requests()).hasSize(3);
        assertThat(counted("ai.alert.deliveries", "hook", "result", "rejected")).isEqualTo(2);
        assertThat(markOf("hook", refused)).contains("\"result\":\"rejected\",\"status\":400");
        assertThat(markOf("hook", moved)).contains("\"result\":\"rejected\",\"status\":301");
    }

    @Test
    void deadAndSilentReceiversDelayNoOther() throws Exception {
        Receiver dead = Receiver.start();
        dead.close();
        Receiver silent = Receiver.start();
        opened.add(silent);
        silent.otherwise(silent.silence());
        Map<String, String> settings = settings(webhook("dead", dead.url("/"))
                + webhook("silent", silent.url("/"))
                + webhook("well", receiver.url("/")));
        settings.put("queue.max", "3"); // fewer than there are alerts
        settings.put("request.timeout.ms", "60000");
        startReady(settings);
        BudgetAlert[] alerts = alerts(20);

        send(alerts);

        awaitIds(receiver, alerts);
        awaitSettled("well", "delivered", 20);
        assertThat(counted("ai.alert.deliveries", "dead", "result", "delivered"))
                .isZero();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(registry.get("ai.alert.queue")
                                .tag("channel", team + "-dead")
                                .gauge()
                                .value())
                        .isEqualTo(3));
        silent.close(); // or the attempt under way would be waited for
    }

    private BudgetAlert[] alerts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(sequence -> Alerts.of(team, "1", AlertState.FIRING, sequence))
                .toArray(BudgetAlert[]::new);
    }

    @Test
    void aReceiverThatComesBackGetsEverythingInOrder() throws Exception {
        Receiver dead = Receiver.start();
        int port = dead.port();
        dead.close();
        startReady(settings(webhook("hook", "http://127.0.0.1:" + port + "/")));
        BudgetAlert[] alerts = alerts(10);
        send(alerts);
        await().atMost(LONG).until(() -> counted("ai.alert.delivery.failures", "hook", "reason", "unreachable") > 2);

        Receiver back = Receiver.start(port);
        opened.add(back);

        awaitSettled("hook", "delivered", 10);
        assertThat(idsOf(back))
                .containsExactly(Arrays.stream(alerts).map(NotifierIT::headerOf).toArray(String[]::new));
    }

    @Test
    void whatWasAnsweredIsNotSentAgainByRestartNorByAReplayOfTheTopic() throws Exception {
        BudgetAlert[] alerts = alerts(5);
        Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
        Notifier first = startReady(settings);
        send(alerts);
        awaitSettled("hook", "delivered", 5);
        first.close();

        Notifier second = startReady(settings);
        send(alerts); // the stream processor never does this, somebody with a console may
        send(Alerts.of(team, "0.5"));
        awaitSettled("hook", "delivered", 1); // its meters begin anew
        second.close();
        settings.put("group.id", "another-group"); // which begins to read at the beginning of the topic
        startReady(settings);
        send(Alerts.of(team, "0.8"));
        awaitSettled("hook", "delivered", 1);

        BudgetAlert[] all = Arrays.copyOf(alerts, 7);
        all[5] = Alerts.of(team, "0.5");
        all[6] = Alerts.of(team, "0.8");
        awaitIds(receiver, all);
    }

    @Test
    void closingWaitsForTheAnswerThatIsUnderWayAndMarksIt() throws Exception {
        BudgetAlert slow = Alerts.of(team, "0.5");
        BudgetAlert waiting = Alerts.of(team, "0.8");
        var asked = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        receiver.next(exchange -> {
            asked.countDown();
            awaitQuietly(mayAnswer);
            Receiver.status(200, "late").to(exchange);
        });
        Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
        settings.put("request.timeout.ms", "60000");
        Notifier notifier = startReady(settings);
        send(slow, waiting);
        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();

        var closing = new Thread(notifier::close);
        closing.start();
        mayAnswer.countDown();
        closing.join();
        startReady(settings);

        awaitIds(receiver, slow, waiting);
        assertThat(markOf("hook", slow)).contains("\"status\":200");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void killedBetweenAnswerAndMarkItSendsAgainWithTheSameIdentity() throws Exception {
        BudgetAlert alert = Alerts.of(team, "1");
        BudgetAlert before = Alerts.of(team, "0.5");
        Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
        receiver.next(Receiver.status(200, "ok")); // the one before
        Process killed = KilledNotifier.start(settings, folder);
        opened.add(killed::destroyForcibly);
        send(before);
        await().atMost(LONG).until(() -> !markOf("hook", before).isEmpty());
        // the receiver has it and has answered; the notifier dies before it can write that down
        receiver.next(exchange -> {
            killed.destroyForcibly();
            killed.onExit().join();
            Receiver.status(200, "ok").to(exchange);
        });

        send(alert);
        assertThat(killed.waitFor(1, TimeUnit.MINUTES)).isTrue();
        startReady(settings);

        awaitSettled("hook", "delivered", 1);
        assertThat(idsOf(receiver))
                .as("the one before is not repeated, the unmarked one is, by its identity")
                .containsExactly(headerOf(before), headerOf(alert), headerOf(alert));
    }

    @Test
    void twoNotifiersShareTheWorkAndNothingIsSentTwice() throws Exception {
        Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
        startReady(settings);
        BudgetAlert[] alerts = alerts(30);
        send(Arrays.copyOfRange(alerts, 0, 10));
        Notifier second = Notifier.start(NotifierConfig.of(settings), new SimpleMeterRegistry());
        opened.add(second);
        send(Arrays.copyOfRange(alerts, 10, 20));
        await().atMost(LONG).until(second::isReady);
        send(Arrays.copyOfRange(alerts, 20, 30));
        second.close();

        awaitIds(receiver, alerts);
    }

    @Test
    void connectsToNoPrivateAddressUnlessItIsAllowed() throws Exception {
        Map<String, String> settings = settings(webhook("hook", "http://localhost:%d/".formatted(receiver.port())));
        settings.put("allowed.addresses", "10.0.0.0/8");
        startReady(settings);

        send(Alerts.of(team, "0.8"));

        await().atMost(LONG)
                .until(() -> counted("ai.alert.delivery.failures", "hook", "reason", "address_refused") > 1);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void givesUpWhatBecameTooOldAndSaysSo() throws Exception {
        receiver.otherwise(Receiver.status(500, ""));
        Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
        settings.put("alert.age.max.ms", "1500");
        startReady(settings);
        BudgetAlert alert = Alerts.of(team, "0.8");

        send(alert);

        awaitSettled("hook", "expired", 1);
        assertThat(markOf("hook", alert)).contains("\"result\":\"expired\",\"status\":500");
    }

    @Test
    void waitsForTheTopicsThatAStreamProcessorCreates() throws Exception {
        try (TestKafka empty = TestKafka.start()) {
            Map<String, String> settings = settings(webhook("hook", receiver.url("/")));
            settings.put("bootstrap.servers", empty.bootstrapServers());
            Notifier early = start(settings);
            assertThat(early.isReady()).isFalse();
            assertThat(early.isAlive()).isTrue();

            empty.createTopics(1);

            await().atMost(LONG).until(early::isReady);
            early.close();
        }
    }

    @Test
    void anAnswerIsNotAskedForAgainWhileItsMarkCannotBeWritten() throws Exception {
        BudgetAlert alert = Alerts.of(team, "1");
        receiver.next(exchange -> {
            setMarkBytesMax("1"); // from now on the broker refuses every mark
            Receiver.status(200, "ok").to(exchange);
        });
        startReady(settings(webhook("hook", receiver.url("/"))));
        send(alert);
        await().atMost(LONG).until(() -> counted("ai.alert.delivery.failures", "hook", "reason", "mark") > 1);

        setMarkBytesMax(String.valueOf(Topic.ALERT_DELIVERIES.settings().get("max.message.bytes")));

        awaitSettled("hook", "delivered", 1);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(markOf("hook", alert)).contains("\"attempts\":1");
    }

    private static void setMarkBytesMax(String bytes) {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.ALERT_DELIVERIES.topicName());
        var change = new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET);
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNoMarkStopsNothingAndAMarkThatIsTakenBackIsNone() throws Exception {
        BudgetAlert alert = Alerts.of(team, "1");
        byte[] key = "%s-hook/%s".formatted(team, alert.id()).getBytes(StandardCharsets.UTF_8);
        for (byte[] nonsense : List.of("{".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            sendMark(key, nonsense);
        }
        sendMark(key, null);
        startReady(settings(webhook("hook", receiver.url("/"))));

        send(alert);

        awaitSettled("hook", "delivered", 1);
    }

    /** Puts a mark into every partition, for it is found only in that of its alert. */
    private static void sendMark(byte[] key, byte @Nullable [] value) throws Exception {
        String topic = Topic.ALERT_DELIVERIES.topicName();
        for (int partition = 0; partition < producer.partitionsFor(topic).size(); partition++) {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsNoAlertStopsNothing() throws Exception {
        startReady(settings(webhook("hook", receiver.url("/"))));
        for (byte[] nonsense : List.of("{".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            producer.send(new ProducerRecord<>(Topic.BUDGET_ALERTS.topicName(), nonsense))
                    .get(30, TimeUnit.SECONDS);
        }
        producer.send(new ProducerRecord<>(Topic.BUDGET_ALERTS.topicName(), null))
                .get(30, TimeUnit.SECONDS);

        send(Alerts.of(team, "0.8"));

        awaitSettled("hook", "delivered", 1);
    }
}

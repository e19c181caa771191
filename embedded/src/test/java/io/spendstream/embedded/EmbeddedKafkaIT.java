package io.spendstream.embedded;

import static io.spendstream.embedded.Records.createTopics;
import static io.spendstream.embedded.Records.send;
import static io.spendstream.embedded.Records.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spendstream.contract.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndPortAcrossRestart() throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            port = kafka.port();
            createTopics(kafka);
            send(kafka, "kept".getBytes(UTF_8));
        }

        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(values(kafka)).containsExactly("kept".getBytes(UTF_8));
        }
    }

    @Test
    void keepsAcknowledgedRecordsWhenItsProcessIsKilled() throws Exception {
        try (var other = KilledProcess.start(KafkaToKill.class, directory)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(directory.toString());
            other.kill();
        }

        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(values(kafka)).containsExactly("acknowledged".getBytes(UTF_8));
        }
    }

    @Test
    void movesToAnotherPortWhenTheOneOfLastTimeIsTaken() throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            port = kafka.port();
            createTopics(kafka);
            send(kafka, "kept".getBytes(UTF_8));
        }

        try (var thief = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.port()).isNotEqualTo(thief.getLocalPort());
            assertThat(values(kafka)).containsExactly("kept".getBytes(UTF_8));
        }
    }

    /** Version 2 is the one in which a late request cannot open a transaction that nobody will end. */
    @Test
    void hasTheGuardedProtocolOfTransactions() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                    .hasEntrySatisfying(
                            "transaction.version",
                            version -> assertThat(version.maxVersionLevel()).isEqualTo((short) 2));
        }
    }

    @Test
    void takesTheLargestRecordOurProducersSend() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            createTopics(kafka);
            byte[] largest = new byte[Topic.REQUEST_BYTES_MAX - (1 << 10)];

            send(kafka, largest);

            assertThat(values(kafka))
                    .hasSize(1)
                    .first()
                    .satisfies(value -> assertThat(value).hasSameSizeAs(largest));
        }
    }

    @Test
    void refusesBusyPortBeforeWritingAnything() throws Exception {
        Path untouched = directory.resolve("untouched");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(untouched, other.getLocalPort()))
                    .asInstanceOf(type(PortInUseException.class))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .satisfies(e -> assertThat(e.server()).contains("Kafka"));
        }
        assertThat(Files.exists(untouched)).isFalse();
    }

    @Test
    void refusesSecondBrokerOnOneDirectory() {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(kafka.dataDirectory().toString())
                    .hasMessageContaining("this one");
        }
    }

    @Test
    void reportsFaultInsteadOfEndingTheJvm() {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.fault().toCompletableFuture()).isNotDone();

            assertThatThrownBy(() -> Exit.halt(1, "disk is full")).isInstanceOf(EmbeddedServerException.class);

            assertThat(kafka.fault().toCompletableFuture())
                    .isCompletedWithValueMatching(
                            fault -> String.valueOf(fault.getMessage()).contains("halt with status 1: disk is full"));
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void saysWhyItDoesNotStartIfItsThreadsGiveUpMeanwhile() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            createTopics(kafka);
        }
        Files.createDirectory(directory.resolve("log/lost+found"));

        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("the embedded Kafka broker did not start on " + directory);

        Files.delete(directory.resolve("log/lost+found"));
        EmbeddedKafka.start(directory, 0).close();
    }

    @Test
    void aStartThatIsInterruptedLetsGoOfTheDirectoryOnceNobodyWritesToIt() throws Exception {
        var working = new CompletableFuture<List<String>>();
        var caller = new Thread(() -> {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0)).isInstanceOf(EmbeddedServerException.class);
            boolean isInterrupted = Thread.currentThread().isInterrupted();
            working.complete(isInterrupted ? threadsOfTheServer() : List.of("a thread that forgot its interrupt"));
        });
        caller.start();
        await().until(() -> threadsOfTheServer().contains("kafka-start"));

        caller.interrupt();

        assertThat(working.get(1, TimeUnit.MINUTES)).isEmpty();
        EmbeddedKafka.start(directory, 0).close();
    }

    private static List<String> threadsOfTheServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(Set.of("kafka-start", "kafka-stop")::contains)
                .toList();
    }

    @Test
    void saysThatItsDiskIsFull() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a file system");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
        try {
            try (var kafka = EmbeddedKafka.start(disk.resolve("data"), 0)) {
                createTopics(kafka);
                send(kafka, "kept".getBytes(UTF_8));
            }
            fill(disk.resolve("filler"));

            assertThatThrownBy(() -> EmbeddedKafka.start(disk.resolve("data"), 0))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("make room there and start again");

            Files.delete(disk.resolve("filler"));
            try (var kafka = EmbeddedKafka.start(disk.resolve("data"), 0)) {
                assertThat(values(kafka)).containsExactly("kept".getBytes(UTF_8));
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Writes until there is no room for another byte. */
    private static void fill(Path file) {
        assertThatThrownBy(() -> {
                    try (var out = Files.newOutputStream(file)) {
                        byte[] block = new byte[1 << 16];
                        while (true) {
                            out.write(block);
                        }
                    }
                })
                .isInstanceOf(IOException.class);
    }

    /** Has one record acknowledged. */
    static final class KafkaToKill {
        private KafkaToKill() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0);
            createTopics(kafka);
            send(kafka, "acknowledged".getBytes(UTF_8));
            KilledProcess.waitToBeKilled();
        }
    }
}

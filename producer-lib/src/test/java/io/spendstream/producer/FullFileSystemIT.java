package io.spendstream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.testkit.TestKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A journal on a file system of one mebibyte that is full, and a Kafka that is away until it is. Only root may mount one;
 * for everybody else {@link FullDiskIT} shows the same with a limit on the size of files.
 */
class FullFileSystemIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int EVENTS = 6_000;
    private static final int DISK_BYTES = 1 << 20;

    @TempDir
    private Path temporary;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may mount a file system");
        disk = Files.createDirectory(temporary.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void countsWhatDoesNotFitSaysSoOnceAndLosesNothingOfWhatDid() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TokenTracker.class);
        logger.addAppender(log);
        List<String> recorded;
        try (var tracker = tracker("localhost:1")) {
            recorded = record(tracker, "before-", EVENTS);

            assertThat(recorded).hasSizeBetween(1_000, EVENTS - 1_000);
            assertThat(tracker.counters().dropped())
                    .isEqualTo(Map.of(DropReason.JOURNAL_IO_ERROR, (long) EVENTS - recorded.size()));
            assertThat(tracker.counters().journalBytes()).isLessThanOrEqualTo(DISK_BYTES);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().startsWith("journal_io_error"))
                .hasSize(1);

        try (TestKafka kafka = TestKafka.start()) {
            kafka.createTopics(1);
            try (var tracker = tracker(kafka.bootstrapServers())) {
                await().atMost(LONG).until(() -> tracker.counters().adopted() >= recorded.size());
                await().atMost(LONG).until(() -> recorded.addAll(record(tracker, "after-" + recorded.size() + "-", 1)));
            }
            assertThat(received(kafka)).isEqualTo(recorded);
        }
    }

    private TokenTracker tracker(String bootstrapServers) {
        return new TokenTracker(TokenTrackerConfig.of(new TreeMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "journal.directory",
                disk.resolve("journal").toString(),
                "journal.segment.bytes.max",
                "262144",
                "journal.scan.ms",
                "100",
                "close.ms.max",
                "1000"))));
    }

    /** Records {@code count} events and returns the ids of those that {@code tracker} took. */
    private static List<String> record(TokenTracker tracker, String prefix, int count) {
        List<String> recorded = new ArrayList<>();
        long before = tracker.counters().recorded();
        for (int i = 0; i < count; i++) {
            tracker.record(Events.event(prefix + i));
            if (tracker.counters().recorded() > before) {
                before++;
                recorded.add(prefix + i);
            }
        }
        return recorded;
    }

    private static List<String> received(TestKafka kafka) {
        return kafka.drain(Topic.USAGE).stream()
                .map(record -> UsageEventJson.read(record.value()).eventId())
                .distinct()
                .toList();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s, which root may do unless it is shut in: %s", String.join(" ", command), output)
                .isZero();
    }
}

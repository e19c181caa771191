package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.producer.journal.AppendOutcome;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.JournalLimits;
import io.spendstream.testkit.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents in their own processes, killed without a chance to say goodbye. */
class KilledAgentIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int ROUNDS = 4;
    private static final int THREADS = 3;

    private static TestKafka kafka;

    @TempDir
    private Path temporary;

    private final List<Process> agents = new ArrayList<>();

    @BeforeAll
    static void startKafka() {
        kafka = TestKafka.start();
        kafka.createTopics(3);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void killAgents() {
        agents.forEach(Process::destroyForcibly);
    }

    @Test
    void deliversEveryEventThatWasRecordedBeforeAnAgentWasKilled() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            // in every other round the agent has no Kafka, and all it recorded is left to the next one
            String bootstrapServers = round % 2 == 0 ? kafka.bootstrapServers() : "localhost:1";
            Process agent = startAgent(bootstrapServers, "round" + round);
            int wanted = 500 + random.nextInt(5000);
            String prefix = "round" + round;
            await().atMost(LONG).until(() -> promised(prefix).size() >= wanted);
            if (round % 2 == 0) {
                await().atMost(LONG).until(() -> received().stream().anyMatch(id -> id.startsWith(prefix)));
            }

            agent.destroyForcibly().waitFor();
        }

        Set<String> promised = promised("round");
        deliverTheRest();

        Set<String> received = received();
        var missing = new TreeSet<>(promised);
        missing.removeAll(received);
        assertThat(missing)
                .as("of %d promised, %d received, seed %d", promised.size(), received.size(), SEED)
                .isEmpty();
    }

    @Test
    void adoptsFromAgentsThatDieBesideLiveOnes() throws Exception {
        Process dying = startAgent("localhost:1", "dying");
        Process living = startAgent(kafka.bootstrapServers(), "living");
        await().atMost(LONG)
                .until(() ->
                        promised("dying").size() > 1000 && promised("living").size() > 1000);

        dying.destroyForcibly().waitFor();

        Set<String> promised = promised("dying");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> received().containsAll(promised));
        assertThat(living.isAlive()).isTrue();
    }

    /** Whoever adopts a journal is alone with it: two would send its events twice. */
    @Test
    void theProcessesOfAHostShareADirectoryAndNoJournal() throws Exception {
        int orphans = 30;
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < orphans; i++) {
            leaveJournal("shared-" + i);
            expected.add("shared-" + i);
        }
        for (String name : List.of("one", "two", "three")) {
            startAgent(kafka.bootstrapServers(), "sharing-" + name);
        }

        await().atMost(LONG).until(() -> received().containsAll(expected));
        agents.forEach(Process::destroyForcibly);

        assertThat(kafka.drain(Topic.USAGE))
                .extracting(record -> new String(record.key(), UTF_8))
                .filteredOn(expected::contains)
                .hasSize(orphans);
    }

    private void leaveJournal(String id) throws IOException {
        var directory = new JournalDirectory(journal(), InstantSource.system());
        var limits = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 1L << 30, 1 << 16);
        try (Journal left = Journal.begin(directory.create(), limits, Durability.PROCESS)) {
            assertThat(left.append(id.getBytes(UTF_8), UsageEventJson.write(Events.event(id))))
                    .isEqualTo(AppendOutcome.APPENDED);
        }
    }

    private void deliverTheRest() throws IOException {
        var settings = new TreeMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "journal.directory", journal().toString(),
                "journal.scan.ms", "100"));
        try (var tracker = new TokenTracker(TokenTrackerConfig.of(settings))) {
            await().atMost(LONG).until(() -> writerDirectories() == 1);
            assertThat(tracker.counters().dropped(DropReason.DAMAGED)).isZero();
        }
        assertThat(writerDirectories()).isZero();
    }

    private Process startAgent(String bootstrapServers, String prefix) throws IOException {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC", // it starts often and lives short
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAgent.class.getName(),
                        bootstrapServers,
                        journal().toString(),
                        temporary.resolve(prefix).toString(),
                        prefix,
                        String.valueOf(THREADS))
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve(prefix + ".log").toFile())
                .start();
        agents.add(agent);
        return agent;
    }

    private Path journal() {
        return temporary.resolve("journal");
    }

    private long writerDirectories() throws IOException {
        try (Stream<Path> entries = Files.list(journal())) {
            return entries.count();
        }
    }

    /** Returns the ids agents promised, apart from a last line that was cut off. */
    private Set<String> promised(String prefix) throws IOException {
        Set<String> ids = new HashSet<>();
        try (Stream<Path> files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && !name.endsWith(".log")) {
                    String text = Files.readString(file, UTF_8);
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(ids::add);
                }
            }
        }
        return ids;
    }

    private static Set<String> received() {
        Set<String> ids = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.drain(Topic.USAGE)) {
            UsageEvent event = UsageEventJson.read(record.value());
            assertThat(event).isEqualTo(Events.event(new String(record.key(), UTF_8)));
            ids.add(event.eventId());
        }
        return ids;
    }
}

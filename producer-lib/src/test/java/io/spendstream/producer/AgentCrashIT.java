package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.JournalLimits;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.TestKafka;
import io.spendstream.testkit.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent dies at every point of the way from {@code record} to Kafka, each on its first two visits. The next agent of
 * the host finds what it left, and dies at the next point; the last one lives. What was promised must have arrived.
 */
class AgentCrashIT {
    private static final int HITS = 2;
    private static final Duration CRASH_MAX = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Set<FailPoint> REFUSAL =
            EnumSet.of(FailPoint.AGENT_BEFORE_REFUSAL, FailPoint.AGENT_AFTER_REFUSAL);
    private static final Set<FailPoint> SYNC =
            EnumSet.of(FailPoint.AGENT_BEFORE_JOURNAL_SYNC, FailPoint.AGENT_AFTER_JOURNAL_SYNC);
    private static final Set<FailPoint> ASIDE =
            EnumSet.of(FailPoint.AGENT_BEFORE_SEGMENT_ASIDE, FailPoint.AGENT_AFTER_SEGMENT_ASIDE);
    private static final String DAMAGED = "damaged";

    private static TestKafka kafka;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = TestKafka.start();
        kafka.createTopics(1);
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.USAGE.topicName());
        var entry = new ConfigEntry("max.message.bytes", String.valueOf(CrashingAgent.TOPIC_BYTES_MAX));
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void whatWasRecordedArrivesWhereverTheAgentDies() throws Exception {
        survive(crashes(false));

        assertThat(setAside(".corrupt")).hasSize(ASIDE.size() * HITS * HITS);
    }

    @Test
    void whatKafkaRefusesIsSetAsideWhereverTheAgentDies() throws Exception {
        survive(crashes(true));

        assertThat(setAside("refused.journal")).isNotEmpty();
    }

    /** Returns every crash there is, or rather those at the points that only a refused event reaches, or the others. */
    private static List<Crash> crashes(boolean isRefused) {
        return Crash.allOf("agent", HITS).stream()
                .filter(crash -> REFUSAL.contains(crash.point()) == isRefused)
                .toList();
    }

    private void survive(List<Crash> crashes) throws Exception {
        for (Crash crash : crashes) {
            if (ASIDE.contains(crash.point())) {
                leaveDamagedJournals(crash);
            }
            die(CrashingAgent.class, crash);
        }
        deliverTheRest();

        Set<String> promised = new TreeSet<>();
        for (Crash crash : crashes) {
            promised.addAll(promised(crash.caseName()));
        }
        assertThat(promised).hasSizeGreaterThan(crashes.size());
        assertThat(missing(promised)).isEmpty();
        assertThat(inventions(crashes, promised)).isEmpty();
    }

    @Test
    void findsOutAboutAnAgentThatLetsGoBeforeKafkaHasTheEvent() throws Exception {
        // at this hit only here, so that nobody else has events of this name
        var crash = new Crash(FailPoint.AGENT_AFTER_CHECKPOINT, HITS + 1);
        die(CarelessAgent.class, crash);
        deliverTheRest();

        assertThat(missing(promised(crash.caseName()))).containsExactly(crash.caseName() + "_" + HITS);
    }

    private void die(Class<?> program, Crash crash) throws Exception {
        List<String> arguments = List.of(
                kafka.bootstrapServers(),
                journal().toString(),
                temporary.resolve(crash.caseName()).toString(),
                crash.caseName(),
                SYNC.contains(crash.point()) ? "power" : "process",
                "80");
        try (Victim agent = Victim.start(program, crash, temporary.resolve("agents.log"), arguments)) {
            agent.awaitCrash(CRASH_MAX);
        }
    }

    /** Leaves two journals of dead agents, each with a record in its middle that cannot be read. */
    private void leaveDamagedJournals(Crash crash) throws IOException {
        var directory = new JournalDirectory(journal(), InstantSource.system());
        var limits = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 1L << 30, 1 << 16);
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < HITS; i++) {
            String prefix = crash.caseName() + "-" + i + "_";
            Journal journal = Journal.begin(directory.create(), limits, Durability.PROCESS);
            for (String name : List.of(prefix + "4", prefix + DAMAGED + "_5", prefix + "6")) {
                journal.append(name.getBytes(UTF_8), CrashingAgent.bytes(name));
                whole.add(name);
            }
            journal.close();
            damage(journal.path().resolve("0000000000000001.journal"), prefix + DAMAGED);
        }
        whole.removeIf(name -> name.contains(DAMAGED));
        Files.writeString(temporary.resolve(crash.caseName() + "-left"), String.join("\n", whole) + "\n");
    }

    private static void damage(Path segment, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        int at = new String(bytes, ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(segment, bytes);
    }

    /** Runs an agent that lives until nothing is left to deliver. */
    private void deliverTheRest() throws IOException {
        var settings =
                CrashingAgent.settings(kafka.bootstrapServers(), journal().toString(), true);
        try (var tracker = new TokenTracker(TokenTrackerConfig.of(settings))) {
            await().atMost(LONG).until(() -> writers() == 1);
            assertThat(tracker.counters().dropped().keySet())
                    .isSubsetOf(DropReason.DAMAGED, DropReason.CUT_OFF, DropReason.REFUSED_BY_KAFKA);
        }
        assertThat(writers()).isZero();
    }

    private Path journal() {
        return temporary.resolve("journal");
    }

    private long writers() throws IOException {
        try (Stream<Path> entries = Files.list(journal())) {
            return entries.filter(entry -> !entry.endsWith("set-aside")).count();
        }
    }

    /** Returns the ids that the agents of a case promised, apart from a last line that was cut off. */
    private Set<String> promised(String caseName) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (String name : List.of(caseName, caseName + "-left")) {
            Path file = temporary.resolve(name);
            if (Files.exists(file)) {
                String text = Files.readString(file, UTF_8);
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(ids::add);
            }
        }
        return ids;
    }

    private Set<String> missing(Set<String> promised) throws IOException {
        Set<String> missing = new TreeSet<>(promised);
        missing.removeAll(received());
        String refused = refused();
        missing.removeIf(id -> CrashingAgent.isRefused(id) && refused.contains("\"" + id + "\""));
        return missing;
    }

    /** Returns the ids that arrived and were neither promised nor being recorded when an agent died. */
    private static Set<String> inventions(List<Crash> crashes, Set<String> promised) {
        Set<String> inventions = new TreeSet<>(received());
        inventions.removeAll(promised);
        inventions.removeIf(id -> crashes.stream().noneMatch(crash -> id.startsWith(crash.caseName())));
        inventions.removeIf(id -> isNext(id, promised));
        return inventions;
    }

    private static boolean isNext(String id, Set<String> promised) {
        int number = Integer.parseInt(id.substring(id.lastIndexOf('_') + 1));
        return number == 0 || promised.contains(id.substring(0, id.lastIndexOf('_') + 1) + (number - 1));
    }

    /** Returns the ids of the topic, each with exactly the bytes that were recorded. */
    private static Set<String> received() {
        Set<String> ids = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.drain(Topic.USAGE)) {
            String id = new String(record.key(), UTF_8);
            if (ids.add(id)) {
                assertThat(record.value()).as(id).isEqualTo(CrashingAgent.bytes(id));
            }
        }
        return ids;
    }

    /** Returns all that was set aside because Kafka refused it, as it stands in the files. */
    private String refused() throws IOException {
        var text = new StringBuilder();
        for (Path file : setAside("refused.journal")) {
            text.append(Files.readString(file, ISO_8859_1));
        }
        return text.toString();
    }

    private List<Path> setAside(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(journal())) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}

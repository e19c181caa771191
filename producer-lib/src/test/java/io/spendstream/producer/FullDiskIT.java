package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.testkit.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose disk takes only so much, which here the operating system's limit on the size of files stands for. */
class FullDiskIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String NOWHERE = "localhost:1";

    @TempDir
    private Path temporary;

    private final List<Process> agents = new ArrayList<>();
    private TestKafka kafka;

    @BeforeEach
    void startKafka() {
        kafka = TestKafka.start();
        kafka.createTopics(1);
    }

    @AfterEach
    void stopKafka() {
        agents.forEach(Process::destroyForcibly);
        kafka.close();
    }

    @Test
    void refusesWhatDoesNotFitAndDeliversWhatDid() throws Exception {
        List<String> output = outputOf(startAgent(100, NOWHERE, 1000, 0));
        List<String> recorded = recorded(output);
        assertThat(recorded).hasSizeBetween(100, 999);
        assertThat(output.get(output.size() - 1))
                .contains("recorded=%d,".formatted(recorded.size()))
                .contains("JOURNAL_IO_ERROR=%d".formatted(1000 - recorded.size()));

        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "journal.directory", journal().toString()));
        try (var tracker = new TokenTracker(TokenTrackerConfig.of(settings))) {
            await().atMost(LONG).until(() -> tracker.counters().adopted() == recorded.size());
            assertThat(tracker.counters().dropped()).isEmpty();
        }
        assertThat(received()).isEqualTo(recorded);
    }

    @Test
    void sendsWhatOthersLeftThoughItCannotWriteAnything() throws Exception {
        List<String> recorded = recorded(outputOf(startAgent(100, NOWHERE, 100, 0)));
        assertThat(recorded).hasSize(100);

        Process agent = startAgent(0, kafka.bootstrapServers(), 1, 120);

        await().atMost(LONG).until(() -> received().equals(recorded));
        await().atMost(LONG).until(() -> isEmpty(journal()));
        assertThat(agent.isAlive()).isTrue();
    }

    private Process startAgent(int fileBlocksMax, String bootstrapServers, int events, int seconds) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f \"$0\" && exec \"$@\"", String.valueOf(fileBlocksMax)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(LimitedAgent.class.getName());
        command.addAll(List.of(bootstrapServers, journal().toString(), "" + events, "" + seconds));
        Process agent = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        agents.add(agent);
        return agent;
    }

    private static List<String> outputOf(Process agent) throws Exception {
        try (BufferedReader reader = agent.inputReader(UTF_8)) {
            List<String> lines = reader.lines().toList();
            assertThat(agent.waitFor()).as("output %s", lines).isZero();
            return lines;
        }
    }

    private static List<String> recorded(List<String> output) {
        return output.stream()
                .filter(line -> line.startsWith("recorded "))
                .map(line -> line.substring("recorded ".length()))
                .toList();
    }

    private List<String> received() {
        return kafka.drain(Topic.USAGE).stream()
                .map(record -> UsageEventJson.read(record.value()).eventId())
                .toList();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private Path journal() {
        return temporary.resolve("journal");
    }
}

package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Spendstream;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.cli.usage.EventText;
import io.spendstream.contract.Topic;
import io.spendstream.testkit.Crash;
import io.spendstream.testkit.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code journal replay} dies at every point of its way, with its first event and with its second, and is given again.
 * What is looked at is the usage topic, where nobody hides a copy.
 */
class JournalReplayCrashIT {
    private static final int HITS = 2;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final String session = "replays-" + UUID.randomUUID();
    private final Ledger tables = new Ledger(SharedInstance.connection());

    @TempDir
    private Path temporary;

    @Test
    void eachEventIsSentOnceWhereverTheReplayDies() throws Exception {
        Map<String, Integer> once = new TreeMap<>();
        for (Crash crash : Crash.allOf("operator", HITS)) {
            if (!crash.point().pointName().contains("resend")) {
                continue;
            }
            Path journal = temporary.resolve(crash.caseName());
            List<String> events = new ArrayList<>();
            for (int i = 0; i <= HITS; i++) {
                String id = "%s-%s-%d".formatted(session, crash.caseName(), i);
                events.add(EventText.of(id, session));
                once.put(id, 1);
            }
            DeadAgent.refuse(journal, events.toArray(String[]::new));

            replayUntilItDies(journal, crash);
            CommandRun again = CommandRun.of(arguments(journal));
            assertThat(again.exitCode()).as("%s", again).isZero();
        }

        tables.awaitCalls(session, once.size());
        assertThat(sent()).isEqualTo(once);
    }

    private void replayUntilItDies(Path journal, Crash crash) throws InterruptedException {
        try (Victim replay =
                Victim.start(Spendstream.class, crash, temporary.resolve("replays.log"), List.of(arguments(journal)))) {
            replay.awaitCrash(LONG);
        }
    }

    private static String[] arguments(Path journal) {
        return SharedInstance.withData("journal", "replay", "--all", "--journal", journal.toString());
    }

    private Map<String, Integer> sent() {
        Map<String, Integer> sent = new TreeMap<>();
        TopicScan.run(SharedInstance.connection().kafkaProperties(), Topic.USAGE, record -> {
            String id = new String(record.key(), UTF_8);
            if (id.startsWith(session)) {
                sent.merge(id, 1, Integer::sum);
            }
            return true;
        });
        return sent;
    }
}

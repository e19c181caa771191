package io.spendstream.cli.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.instance.Instance;
import io.spendstream.cli.instance.Ledger;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.cli.usage.EventText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables made anew under an instance that is at work. */
class ReplayIT {
    @TempDir
    private Path folder;

    @Test
    void mendsWhatWasTamperedWithWhileEverythingIsAtWork() {
        try (Instance instance = SharedInstance.start(folder.resolve("data"))) {
            var tables = new Ledger(instance.connection());
            track("before", 30);
            tables.awaitCalls("before", 30);
            tables.execute("UPDATE token_usage_rollup SET calls = calls + 1");
            assertThat(run("reconcile").exitCode()).isEqualTo(1);

            CommandRun dryRun = run("replay", "--from-topic", "--dry-run");
            assertThat(dryRun.exitCode()).as("%s", dryRun).isZero();
            assertThat(dryRun.out())
                    .contains("can be made from the ledger topic", "sinks are at work", "was a dry run");
            assertThat(run("reconcile").exitCode()).isEqualTo(1);

            CommandRun replay = run("replay", "--from-topic");
            assertThat(replay.exitCode()).as("%s", replay).isZero();
            assertThat(replay.out())
                    .containsPattern("token_usage +30 calls, .* USD: equal to the ledger")
                    .contains("the tables from before differed: token_usage_rollup in ")
                    .contains("they are kept in schema public_before_");
            assertThat(replay.err()).contains("the new tables say what the ledger says", "are in force");

            track("after", 10);
            tables.awaitCalls("after", 10);
            CommandRun reconciled = run("reconcile");
            assertThat(reconciled.exitCode()).as("%s", reconciled).isZero();
            assertThat(instance.isAlive()).isTrue();
        }
    }

    @Test
    void saysWhatIsMissingFromTheCommand() {
        CommandRun run = CommandRun.of("replay");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--from-topic");
    }

    private void track(String session, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(EventText.of(session + "-" + i, session));
        }
        CommandRun tracked = CommandRun.withInput(EventText.input(lines), with("track", "--stdin"));
        assertThat(tracked.exitCode()).as("%s", tracked).isZero();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return all.toArray(String[]::new);
    }
}

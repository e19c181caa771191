package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the program says, and how it ends, when it cannot do what it was asked. */
class WrongUsageTest {
    private static final String PRICE = "price --provider openai --model gpt-4o ";

    @TempDir
    private Path folder;

    static Stream<Arguments> wrongUsages() {
        return Stream.of(
                arguments(PRICE + "--input -5", "--input must not be negative: -5"),
                arguments(PRICE + "--input many", "'many' is not a long"),
                arguments(PRICE + "--input 1000000000001", "input must be at most 1000000000000: 1000000000001"),
                arguments(PRICE + "--input 99999999999999999999", "is not a long"),
                arguments(PRICE, "give at least one count, such as --input 1200"),
                arguments(PRICE + "--input 5 --at yesterday", "must be a date such as 2026-11-21 or a time such as"),
                arguments(PRICE + "--input 5 --at 2026-02-30", "must be a date such as"),
                arguments("price --model gpt-4o --input 5", "Missing required option: '--provider=NAME'"),
                arguments("report --since yesterday", "--since must be a date (2026-11-21), a time"),
                arguments("report --since 2026-11-02 --until 2026-11-01T00:00:00Z", "--since must be before --until"),
                arguments("report --timezone Mars/Olympus", "--timezone must be an IANA name such as Europe/Berlin"),
                arguments("report --group-by colour", "--group-by must name one of team, task_type, agent"),
                arguments("report --group-by team,model,agent", "at most two different dimensions"),
                arguments("report --group-by team,team", "at most two different dimensions"),
                arguments("report --where colour=red", "--where must name one of team"),
                arguments("report --where day=2026-11-01", "where must not name a day"),
                arguments("report --limit 0", "--limit must be 1 to 1,000,000: 0"),
                arguments(
                        "report yearly",
                        "(KIND): expected one of [DAILY, WEEKLY, MONTHLY, SESSION] (case-insensitive)"),
                arguments("report daily --group-by team", "KIND says what to group by, and so does --group-by"),
                arguments("report --breakdown --group-by model", "--breakdown goes with one dimension"),
                arguments("report --breakdown --group-by team,agent", "--breakdown goes with one dimension"),
                arguments("report --group-by day,month", "at most one of day, week and month"),
                arguments("report --order up", "'--order': expected one of [ASC, DESC] (case-insensitive)"),
                arguments("report --watch --json", "--watch shows a table; leave out --json, --csv and -o"),
                arguments("report --watch=soon", "must be a number with ms, s, m, h or d"),
                arguments("top --by day", "--by must not name a day, week or month"),
                arguments("top --limit 0", "--limit must be at least 1: 0"),
                arguments("report --json --csv", "mutually exclusive"),
                arguments("report --since 9999d", "at most 3660 days apart"),
                arguments("up --for soon", "must be a number with ms, s, m, h or d, such as 60s: soon"),
                arguments("up --kafka-port 70000", "--kafka-port must be in 0..65535: 70000"),
                arguments("up --metrics-port -1", "--metrics-port must be in 0..65535: -1"),
                arguments("up --ephemeral --daily-budget free", "budget.daily.limit.usd"),
                arguments("up --ephemeral --sink colour=red", "colour is not a setting of the sink"),
                arguments("up --ephemeral --channels nowhere.yaml", "nowhere.yaml: cannot be read: no such file"),
                arguments("up --ephemeral --notifier queue.max=5", "--notifier needs --channels"),
                arguments("alerts tail --from yesterday", "--from must be beginning or now: yesterday"),
                arguments("alerts test", "Missing required option: '--channel=NAME'"),
                arguments(
                        "alerts test --channel x --channels nowhere.yaml",
                        "nowhere.yaml: cannot be read: no such file"),
                arguments("alerts test --channel x --severity urgent", "--severity must be info, warning or critical"),
                arguments("alerts test --channel x --allow office", "must be an address such as 10.1.2.3 or a range"),
                arguments("measure latency --rate 0", "--rate must be in 1..100000: 0"),
                arguments("measure latency --rate 1000 --for 3h", "--rate times --for must be 1 to 2000000 events"),
                arguments("measure latency --for 999999999d --rate 100000", "--rate times --for must be 1 to 2000000"),
                arguments("usage read --provider openai pom.xml", "--provider and --api are required"),
                arguments("usage read --provider nobody --api psychic pom.xml", "no reader for provider nobody"),
                arguments(
                        "usage read --provider openai --api chat --stream tape pom.xml",
                        "--stream must be one of sse, ndjson, "),
                arguments("track", "give either a FILE or --stdin"),
                arguments("track --stdin response.json", "give either a FILE or --stdin"),
                arguments("dead-letters list --limit -1", "--limit must not be negative: -1"),
                arguments("dead-letters list --reason misspelt", "--reason must be one of record_too_large, "),
                arguments("journal list", "Missing required option: '--journal=DIR'"),
                arguments("journal list --journal j --limit -1", "--limit must not be negative: -1"),
                arguments("set-aside list --limit -1", "--limit must not be negative: -1"),
                arguments("set-aside replay", "Missing required argument"),
                arguments("reconcile --wait soon", "must be a number with ms, s, m, h or d"),
                arguments(PRICE + "--input 5 --book a.yaml --in-force", "--book and --in-force name two books"),
                arguments("prices show gpt-4o --book a.yaml --in-force", "--book and --in-force name two books"),
                arguments("prices diff a.yaml b.yaml --in-force", "--in-force compares one FILE with the book in"),
                arguments("prices apply", "name the files of a price book, or give --bundled"),
                arguments("prices apply --bundled prices.yaml", "name the files of a price book, or give --bundled"),
                arguments("prices reprice --provider p --model m", "Missing required option: '--since=TIME'"),
                arguments("prices reprice --provider p --model m --since yesterday", "--since must be a date"),
                arguments(
                        "prices reprice --provider p --model m --since 2026-11-02 --until 2026-11-01T00:00:00Z",
                        "--since must be before --until"),
                arguments("prices reprice --provider p --model m --since 7d --operator=", "--operator must say who"),
                arguments("sink --bootstrap-servers localhost:9092", "jdbc.url"),
                arguments("sink --colour red", "Unknown options: '--colour', 'red'"),
                arguments("stream-processor --bootstrap-servers x:1 --topic-partitions 0", "topic.partitions"),
                arguments("stream-processor --bootstrap-servers x:1 --operations-port 99999", "operations.port"),
                arguments("prize", "Unmatched argument at index 0: 'prize'"));
    }

    @ParameterizedTest(name = "spendstream {0}")
    @MethodSource("wrongUsages")
    void isSaidAndEndsWithTwo(String command, String says) {
        CommandRun run = CommandRun.of(command.strip().split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).hasSizeLessThanOrEqualTo(2).anyMatch(line -> line.contains(says));
        assertThat(run.err()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void aMisspeltCommandIsAnsweredWithTheOneThatWasMeant() {
        assertThat(CommandRun.of("raport").err()).contains("Did you mean", "report");
    }

    @Test
    void aMisspeltFlagIsAnsweredWithTheWayToTheHelp() {
        assertThat(CommandRun.of("report", "--xyz").err()).contains("spendstream report: Unknown option: '--xyz'");
        assertThat(CommandRun.of("report", "--limit", "x").err()).contains("Try: spendstream report --help");
    }

    @Test
    void noCommandAtAllIsAnsweredWithTheCommandsThereAre() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Missing required subcommand", "Commands:", "verify", "Start here:");
        assertThat(CommandRun.of("usage").err()).contains("Missing required subcommand", "Commands:", "read");
    }

    @Test
    void aFileThatIsNotThereIsNamedAsSuch() {
        CommandRun run = CommandRun.of("usage", "read", "--provider", "openai", "--api", "chat", "nowhere.json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors())
                .singleElement()
                .asString()
                .startsWith(
                        "spendstream usage read: no such file: nowhere.json; correct the path; relative ones begin");
    }

    @Test
    void everythingThatIsWrongWithAPriceBookIsSaidOnOneLine() throws IOException {
        Path book = folder.resolve("book.yaml");
        Files.writeString(book, "prices:\n  - id: x\n    colour: red\n");

        CommandRun run = CommandRun.of((PRICE + "--input 1 --book " + book).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains("book.yaml:", "; ").doesNotContain("\tat ", "\uFFFD");
    }

    @Test
    void anUnknownKeyOfAProcessIsNamedWithThePlaceItStandsIn() throws IOException {
        Path file = folder.resolve("sink.properties");
        Files.writeString(file, "jdbc.ulr=jdbc:postgresql://db/spendstream\n");

        CommandRun run = CommandRun.of("sink", "--config", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors().get(0)).startsWith("spendstream sink: unknown key jdbc.ulr in " + file);
    }

    @Test
    void withoutAnInstanceCommandsSayHowToStartOne() {
        var flags = Map.of(
                "report", "--bootstrap-servers and --jdbc-url",
                "dead-letters list", "--bootstrap-servers",
                "track --stdin", "--bootstrap-servers");
        for (String command : flags.keySet()) {
            CommandRun run = CommandRun.of((command + " --data " + folder).split(" ", -1));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errors())
                    .containsExactly(
                            ("spendstream %s: no instance runs on %s; start one with: ./spendstream up, or name"
                                            + " an installation with %s")
                                    .formatted(command.replace(" --stdin", ""), folder, flags.get(command)));
        }
    }

    @Test
    void halfAnInstallationIsNotIgnored() {
        String[][] halves = {
            {"--jdbc-url", "jdbc:postgresql://db/x"}, {"--metrics-url", "http://db/metrics"}, {"--kafka", "a=b"}
        };
        for (String[] half : halves) {
            CommandRun run = CommandRun.of("report", "--data", folder.toString(), half[0], half[1]);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("--bootstrap-servers is required here; give the flag or SPENDSTREAM_BOOTSTRAP_SERVERS");
        }
        assertThat(CommandRun.of("report", "--bootstrap-servers", "x:1").err())
                .contains("--jdbc-url is required here; give the flag or SPENDSTREAM_JDBC_URL");
    }

    @Test
    void doctorSaysWithoutAnInstanceWhatToDo() {
        CommandRun run = CommandRun.of("doctor", "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FIX   configuration      no instance runs on " + folder, "./spendstream up");
        assertThat(run.out()).contains("ok    Java", "ok    price book");
    }

    @Test
    void controlCharactersOfArgumentsDoNotReachTheTerminal() {
        String hostile = "x\u001b[31m\u009b31m\u202e\ny";

        for (CommandRun run : new CommandRun[] {
            CommandRun.of("report", "--since", hostile),
            CommandRun.of("--" + hostile),
            CommandRun.of("up", "--for", hostile),
            CommandRun.of("price", "--provider", "openai", "--model", hostile, "--input", "1"),
            CommandRun.of("price", "--provider", hostile, "--model", "gpt-4o", "--input", "1"),
            CommandRun.of("usage", "read", "--provider", hostile, "--api", "chat", "pom.xml")
        }) {
            assertThat(run.out() + run.err()).doesNotContain("\u001b", "\u009b", "\u202e");
        }
    }
}

package io.spendstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What each command says of itself. */
class HelpTest {
    private static final int TERMINAL_WIDTH = 80;

    static List<String> commands() {
        List<String> commands = new ArrayList<>();
        collect("", Spendstream.commandLine(), commands);
        return commands;
    }

    private static void collect(String path, CommandLine command, List<String> commands) {
        commands.add(path);
        command.getSubcommands().forEach((name, sub) -> collect((path + " " + name).strip(), sub, commands));
    }

    @ParameterizedTest(name = "spendstream {0} --help")
    @MethodSource("commands")
    void isWhatWasReviewed(String command) {
        CommandRun run = CommandRun.of((command + " --help").strip().split(" ", -1));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        Golden.assertMatches("help/" + nameOf(command), run.out());
    }

    @Test
    void thereIsNoReviewedHelpOfACommandThatIsGone() throws IOException {
        assertThat(Golden.names("help"))
                .containsExactlyInAnyOrderElementsOf(
                        commands().stream().map(HelpTest::nameOf).toList());
    }

    @ParameterizedTest(name = "spendstream {0} --help")
    @MethodSource("commands")
    void examplesFitAnOrdinaryTerminal(String command) {
        CommandLine found = Spendstream.commandLine();
        for (String name : command.isEmpty() ? List.<String>of() : List.of(command.split(" ", -1))) {
            found = requireNonNull(found.getSubcommands().get(name));
        }

        String[] footer = found.getCommandSpec().usageMessage().footer();

        assertThat(footer).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(TERMINAL_WIDTH));
    }

    @Test
    void versionNamesTheProgramAndTheJava() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("spendstream \\S+\\RJava \\S+\\R");
    }

    private static String nameOf(String command) {
        return (command.isEmpty() ? "spendstream" : command.replace(' ', '-')) + ".txt";
    }
}

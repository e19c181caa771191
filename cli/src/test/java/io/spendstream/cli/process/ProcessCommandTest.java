package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Spendstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A process' command around a process that fails at once, so that the command comes back. */
class ProcessCommandTest {
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("flavour", ConfigDef.Type.STRING, "plain", ConfigDef.Importance.LOW, "A flavour, 100% natural.")
            .define("secret", ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.LOW, "A secret.")
            .define(
                    "slices",
                    ConfigDef.Type.INT,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.Range.between(1, 8),
                    ConfigDef.Importance.LOW,
                    "Slices.");

    private Map<String, String> started = Map.of();
    private boolean isClosed;

    @Test
    void endsWithOneWhenTheProcessFails() {
        CommandRun run = run("--slices", "4", "--operations-port", "0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(isClosed).isTrue();
    }

    @Test
    void endsWithTwoWhenASettingIsOutOfItsRange() {
        CommandRun run = run("--slices", "9");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains("bake: Invalid value 9 for configuration slices");
        assertThat(started).isEmpty();
    }

    @Test
    void endsWithTwoWhenTheProcessRefusesItsSettings() {
        CommandLine refusing = ProcessCommand.create("bake", "Bakes.", DEFINITION, Set.of(), (settings, meters) -> {
            throw new ConfigException("flavour is off\nslices are stale");
        });

        CommandRun run = runInProgram(refusing, "--slices", "4", "--operations-port", "0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).containsExactly("spendstream bake: flavour is off; slices are stale");
    }

    @Test
    void endsWithOneAndNamesThePortAndItsFlagWhenThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = run("--slices", "4", "--operations-port", String.valueOf(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "port %d on 127.0.0.1 is taken; choose another with --operations-port, or 0 for a free one"
                                    .formatted(taken.getLocalPort()));
            assertThat(isClosed).isTrue();
        }
    }

    @Test
    void givesTheProcessItsOwnSettingsAndWhatIsPassedThrough() {
        run("--slices", "4", "--kafka", "security.protocol=SSL", "--kafka", "acks=all", "--operations-port", "0");

        assertThat(started).isEqualTo(Map.of("slices", "4", "kafka.security.protocol", "SSL", "kafka.acks", "all"));
    }

    @Test
    void helpListsEveryKeyWithItsDefaultAndRange() {
        String help = run("--help").out();

        assertThat(help.replaceAll("\\s+", " "))
                .contains("A flavour, 100% natural. Key: flavour. Default: plain.")
                .contains("A secret. Key: secret. Default: none.")
                .contains("Slices. Key: slices. Range: [1,...,8]. Required.")
                .contains("Key: operations.port. Range: [0,...,65535]. Default: 9464.");
    }

    private CommandRun run(String... arguments) {
        return runInProgram(ProcessCommand.create("bake", "Bakes.", DEFINITION, Set.of(), this::start), arguments);
    }

    private static CommandRun runInProgram(CommandLine command, String... arguments) {
        CommandLine program = Spendstream.commandLine();
        command.setExecutionExceptionHandler(program.getExecutionExceptionHandler())
                .setParameterExceptionHandler(program.getParameterExceptionHandler());
        program.addSubcommand(command);
        var all = new String[arguments.length + 1];
        all[0] = "bake";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(program, all);
    }

    private RunningProcess start(Map<String, String> settings, MeterRegistry meters) {
        started = new TreeMap<>(settings);
        return new RunningProcess() {
            @Override
            public boolean isAlive() {
                return false;
            }

            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public void close() {
                isClosed = true;
            }
        };
    }
}
